import { createRoute, z } from '@hono/zod-openapi'
import { AppError, createRouter, jsonResponse, problemResponses } from 'step-1-skeleton'
import { errorCodes } from '../../error-codes.ts'
import { multipartParts } from '../../upload/multipart.ts'
import { fileId, type UploadedFile, uploadedFile } from '../../upload/upload-store.ts'
import type { CaptureContext } from '../capture-context.ts'

const example = {
  file_id: '9f86d081884c7d65',
  filename: 'capture.pcap',
  size: 4096,
  uploaded_at: '2026-01-14T09:00:00.000Z',
}

const uploaded = uploadedFile
  .extend({ success: z.literal(true), message: z.string() })
  .openapi('Uploaded', { example: { ...example, success: true, message: 'capture.pcap is kept' } })

const fileList = z
  .object({ count: z.number().int(), files: z.array(uploadedFile) })
  .openapi('UploadedFiles', { example: { count: 1, files: [example] } })

const deleted = z
  .object({ deleted: z.literal(true), file_id: fileId })
  .openapi('DeletedFile', { example: { deleted: true, file_id: example.file_id } })

const postUpload = createRoute({
  method: 'post',
  path: '/upload',
  summary: 'Keep a capture file for replay',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({ file: z.string().openapi({ format: 'binary' }) }),
        },
      },
    },
  },
  responses: {
    200: jsonResponse(uploaded, 'Its id: start it with {"source":{"kind":"pcap","file_id":…}}'),
    ...problemResponses(
      errorCodes.E_BAD_UPLOAD,
      errorCodes.E_TOO_MANY_FILES,
      errorCodes.E_FILE_TOO_LARGE,
      errorCodes.E_NOT_A_CAPTURE,
      errorCodes.E_NOT_SAVED,
    ),
  },
})

const getFiles = createRoute({
  method: 'get',
  path: '/files',
  summary: 'The captures that were uploaded',
  responses: {
    200: jsonResponse(fileList, 'The newest first'),
  },
})

const deleteFile = createRoute({
  method: 'delete',
  path: '/files/{file_id}',
  summary: 'Remove an uploaded capture',
  request: { params: z.object({ file_id: fileId.openapi({ example: example.file_id }) }) },
  responses: {
    200: jsonResponse(deleted, 'It is gone'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_NO_FILE),
  },
})

export function uploadRoutes({ uploads }: CaptureContext) {
  const router = createRouter()
  // The body goes to disk as it arrives, so no validator may read it first.
  router.openAPIRegistry.registerPath(postUpload)
  return router
    .openapi(getFiles, async (c) => {
      const files = await uploads.list()
      return c.json({ count: files.length, files }, 200)
    })
    .openapi(deleteFile, async (c) => {
      const { file_id } = c.req.valid('param')
      await uploads.remove(file_id)
      return c.json({ deleted: true as const, file_id }, 200)
    })
    .post('/upload', async (c) => {
      const announced = Number(c.req.header('content-length') ?? 0)
      if (announced > uploads.bytesMax + formBytesMax) throw uploads.tooLarge()
      const body = c.req.raw.body
      if (!body) throw noFilePart()
      const kept = await keepFile(body, c.req.header('content-type') ?? '')
      return c.json({ success: true as const, ...kept, message: `${kept.filename} is kept` }, 200)
    })

  async function keepFile(
    body: AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<UploadedFile> {
    for await (const { name, fileName, bytes } of multipartParts(body, contentType)) {
      if (name === 'file' && fileName !== undefined) return uploads.save(fileName, bytes)
    }
    throw noFilePart()
  }
}

/** What a form adds around the file: boundaries and names. */
const formBytesMax = 65_536

function noFilePart(): AppError {
  return new AppError(errorCodes.E_BAD_UPLOAD, 'the form has no file in a field named file', {
    fix: 'Send it like this: curl -F file=@capture.pcap localhost:8000/api/upload',
  })
}
