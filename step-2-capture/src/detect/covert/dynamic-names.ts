/**
 * Domains under which anybody gets a name for a changing address, and names of tunnels into a home.
 * What is below them belongs to strangers (the providers' own lists; publicsuffix.org, private part).
 */
const dynamicDomains: ReadonlySet<string> = new Set(
  // DuckDNS, No-IP
  (
    'duckdns.org ddns.net hopto.org hopto.me zapto.org no-ip.org no-ip.biz no-ip.info noip.me ' +
    'sytes.net myftp.org myftp.biz myvnc.com serveftp.com servegame.com servehttp.com serveblog.net ' +
    'servebeer.com servepics.com servequake.com serveirc.com servemp3.com serveminecraft.net ' +
    'redirectme.net bounceme.net 3utilities.com gotdns.ch ddnsking.com onthewifi.com viewdns.net ' +
    'webhop.me freedynamicdns.net freedynamicdns.org ddns.me ' +
    // Dynu, DynDNS, ChangeIP, FreeDNS
    'dynu.net ddnsfree.com ddnsgeek.com giize.com gleeze.com kozow.com loseyourip.com ooguy.com ' +
    'theworkpc.com casacam.net accesscam.org camdvr.org freeddns.org mywire.org webredirect.org ' +
    'myddns.rocks dyndns.org dyndns.biz dyndns.info homeip.net dnsalias.com dnsdojo.com ' +
    'dns04.com dns05.com ddns.info mrbasic.com qpoe.com zyns.com toh.info changeip.net ' +
    'mooo.com chickenkiller.com strangled.net crabdance.com ignorelist.com jumpingcrab.com us.to ' +
    'twilightparadox.com ' +
    // 3322 and Oray
    '3322.org f3322.net f3322.org 8800.org 2288.org 6600.org 7766.org 8866.org 9966.org eicp.net ' +
    'gicp.net vicp.net oicp.net vicp.cc xicp.net ' +
    // Tunnels
    'portmap.io portmap.host ply.gg playit.gg localto.net serveo.net'
  ).split(' '),
)
/** Tunnels of plain TCP; names below the domain itself are web pages of developers. */
const tunnelName = /\.tcp\.(?:[a-z]{2}\.)?ngrok\.io$/

/** Whether a name, in lower case, is below such a domain. */
export function isDynamicName(name: string): boolean {
  const [second = '', first = ''] = name.split('.').slice(-2)
  return dynamicDomains.has(`${second}.${first}`) || tunnelName.test(name)
}
