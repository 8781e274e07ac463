import type { CaptureContext } from 'step-2-capture'

/** Paths of the capture files that are kept under a name, as people see it: uploads, samples. */
export async function captureFilesNamed(
  name: string,
  { uploads, samples }: Pick<CaptureContext, 'uploads' | 'samples'>,
): Promise<string[]> {
  const uploaded = (await uploads.list()).filter((file) => file.filename === name)
  const paths = await Promise.all(
    uploaded.map(async ({ file_id }) => (await uploads.find(file_id)).path),
  )
  const listed = await Promise.all((await samples.list()).map(({ sample }) => samples.find(sample)))
  return [...paths, ...listed.filter((file) => file.name === name).map((file) => file.path)]
}
