/** The 16-bit characters of Windows, as file names and commands travel in SMB, RPC and SQL Server. */
export function wideText(text: string): string {
  return [...text].map((character) => `${character}\0`).join('')
}
