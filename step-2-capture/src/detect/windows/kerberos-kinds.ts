import { techniques } from '../seam/techniques.ts'

export const kerberosKinds = [
  {
    id: 'kerberos_guessing',
    title: '{target} refused {logins} of {source} over Kerberos in {span} (threshold: {limit})',
    technique: techniques['T1110.003'],
    recommend:
      'Isolate the source, and look at the domain controller for a login of it that succeeded. ' +
      'Unknown names mean that it looks for accounts, wrong passwords that it guesses them.',
  },
  {
    id: 'kerberoasting',
    title: '{source} asked {target} for {tickets} in RC4 in {span} (threshold: {limit})',
    technique: techniques['T1558.003'],
    recommend:
      'Isolate the source, and give the accounts of the services long random passwords: the ' +
      'tickets are taken away to be cracked. Turn RC4 off in the domain.',
  },
  {
    id: 'as_rep_roasting',
    title:
      '{source} asked {target} for logins without proof of a password, and got {logins} in RC4 ' +
      '(threshold: {limit})',
    technique: techniques['T1558.004'],
    recommend:
      'The answer holds what is needed to crack the password of the account. Turn ' +
      '“do not require Kerberos preauthentication” off, change the password, and isolate the source.',
  },
  {
    id: 'kerberos_downgrade',
    title:
      '{source} offered {target} only RC4 in {logins} though AES is in use (threshold: {limit})',
    technique: techniques['T1550.002'],
    recommend:
      'Windows offers AES by itself: a client that does not has been given the hash of a password ' +
      '(overpass-the-hash), or is older than 2008. Isolate the source, and change the password.',
  },
] as const
