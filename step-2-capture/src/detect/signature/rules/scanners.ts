import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'

export const scannerRules: readonly SignatureRule[] = [
  {
    id: 'scanner-agent',
    name: "a vulnerability scanner's request",
    kind: 'web_scanner_agent',
    severity: 'medium',
    technique: techniques['T1595.002'],
    where: ['http.header'],
    content: [
      'user-agent: sqlmap/',
      'nikto/',
      'nmap scripting engine',
      'masscan/',
      'zgrab/',
      'dirbuster',
      'gobuster/',
      'user-agent: wpscan',
      'acunetix',
      'nessus',
      'openvas',
      'feroxbuster/',
      'user-agent: nuclei',
      '(hydra)',
      'whatweb/',
      'fuzz faster u fool',
      'arachni/',
      'user-agent: w3af',
      'netsparker',
      'skipfish',
      'user-agent: havij',
      'user-agent: jorgee',
      'projectdiscovery',
      'user-agent: commix/',
      'xsstrike',
    ],
    recommendation:
      'Ask whether a test was announced. If not, block the source and look at what it found: the ' +
      'requests that were answered with status 200.',
  },
  {
    id: 'telephone-scanner',
    name: "a telephone scanner's request",
    kind: 'sip_scan',
    severity: 'medium',
    technique: techniques['T1595.002'],
    where: ['payload'],
    content: [
      'user-agent: friendly-scanner',
      'user-agent: sipvicious',
      'user-agent: sipcli',
      'user-agent: sundayddr',
      'user-agent: vaxsipuseragent',
      'user-agent: pplsip',
      'user-agent: sip-scan',
    ],
    recommendation:
      'Block the source, and look whether a call or a registration of it succeeded: toll fraud ' +
      'begins like this.',
  },
  {
    id: 'call-back-name',
    name: 'a name of an exploit test service',
    kind: 'exploit_callback',
    severity: 'high',
    technique: techniques['T1595.002'],
    where: ['dns.name', 'tls.sni'],
    content: [
      '.oast.pro',
      '.oast.live',
      '.oast.site',
      '.oast.online',
      '.oast.fun',
      '.oast.me',
      '.interact.sh',
      '.burpcollaborator.net',
      '.oastify.com',
      '.dnslog.cn',
      '.ceye.io',
      '.canarytokens.com',
    ],
    recommendation:
      'A request made this host look the name up, which proves that an injected request was ' +
      'carried out. Find the request that holds the name.',
  },
]
