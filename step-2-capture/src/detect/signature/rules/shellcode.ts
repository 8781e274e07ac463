import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'

const code = {
  kind: 'shellcode',
  severity: 'high',
  technique: techniques.T1203,
  where: ['payload'],
  isQuotable: true,
  recommendation:
    'Isolate the target if the service or program that got this is open to an exploit: the code opens ' +
    'a shell or loads a program. Look at what the two hosts said next.',
} satisfies Partial<SignatureRule>

/** Machine code that exploits and stages bring, by what public frameworks have made it begin with for years. */
export const shellcodeRules: readonly SignatureRule[] = [
  {
    ...code,
    id: 'shellcode-windows',
    name: 'code for Windows that looks for its functions (Metasploit, Cobalt Strike)',
    content: [
      // A walk over the loaded libraries, of 32 and 64 bits, in the forms since 2009, and before.
      '\xfc\xe8\x82\x00\x00\x00\x60\x89\xe5\x31\xc0\x64\x8b\x50\x30',
      '\xfc\xe8\x8f\x00\x00\x00\x60\x31\xd2\x89\xe5\x64\x8b\x52\x30',
      '\xfc\xe8\x89\x00\x00\x00\x60\x89\xe5\x31\xd2\x64\x8b\x52\x30',
      '\xfc\x48\x83\xe4\xf0\xe8\xc0\x00\x00\x00\x41\x51\x41\x50',
      '\xfc\x48\x83\xe4\xf0\xe8\xcc\x00\x00\x00\x41\x51\x41\x50',
      '\xfc\x48\x83\xe4\xf0\xe8\xc8\x00\x00\x00\x41\x51\x41\x50',
      '\xe8\xf9\xff\xff\xff\x60\x8b\x6c\x24\x24\x8b\x45\x3c',
      '\xe8\x56\x00\x00\x00\x53\x55\x56\x57\x8b\x6c\x24\x18\x8b\x45\x3c',
    ],
  },
  {
    ...code,
    id: 'shellcode-unix',
    name: 'code for Unix that starts a shell',
    content: [
      '\x68\x2f\x2f\x73\x68\x68\x2f\x62\x69\x6e\x89\xe3',
      '\x68\x6e\x2f\x73\x68\x68\x2f\x2f\x62\x69\x89\xe3',
      '\x31\xdb\xf7\xe3\x53\x43\x53\x6a\x02\x89\xe1\xb0\x66\xcd\x80',
      '\x6a\x29\x58\x99\x6a\x02\x5f\x6a\x01\x5e\x0f\x05',
      '\x31\xc0\x50\x68\x2f\x2f\x73\x68\x68\x2f\x62\x69\x6e',
    ],
  },
  {
    ...code,
    id: 'shellcode-decoder',
    name: 'code that decodes itself (Shikata ga nai)',
    // The address of the last instruction of the floating-point unit, taken off the stack; a counter.
    content: ['\xd9\x74\x24\xf4'],
    followedBy: `[\\s\\S]{0,6}[\\x58-\\x5f][\\s\\S]{0,6}[\\x29\\x2b\\x31\\x33]\\xc9`,
  },
  {
    ...code,
    id: 'shellcode-slide',
    name: 'a slide of instructions that do nothing, as before the code of an exploit',
    severity: 'medium',
    from: 'client',
    content: ['\x90'.repeat(64)],
  },
]
