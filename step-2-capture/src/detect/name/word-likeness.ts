/**
 * The pairs of letters that make up most of English and of the names that people give, in order of
 * how often they come (Norvig, "English Letter Frequency Counts: Mayzner Revisited", 2012).
 */
const commonPairs =
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co ' +
  'me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ' +
  'ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa ' +
  'im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke ' +
  'ui fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl ' +
  'du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak ' +
  'pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu ' +
  'nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks ' +
  'xt bs ik dd pt za zo xi ja by ok az ox'

const isCommon = new Uint8Array(26 * 26)
for (const pair of commonPairs.split(' '))
  isCommon[pairIndex(pair.charCodeAt(0), pair.charCodeAt(1))] = 1

/**
 * How much a label reads like something that a person made up: the share of its pairs of letters
 * that are common, 0 to 1. Words have above 0.8; random letters have 0.35, since a third of all
 * pairs are common; digits among letters count against it.
 */
export function wordLikeness(bytes: Uint8Array, start: number, end: number): number {
  let pairs = 0
  let common = 0
  for (let at = start; at + 1 < end; at++) {
    const index = pairIndex(bytes[at] as number, bytes[at + 1] as number)
    pairs++
    if (index >= 0 && isCommon[index] === 1) common++
  }
  return pairs === 0 ? 1 : common / pairs
}

/** Position of a pair of lower-case letters in the table, or -1. */
function pairIndex(first: number, second: number): number {
  const a = first - 97
  const b = second - 97
  return a >= 0 && a < 26 && b >= 0 && b < 26 ? a * 26 + b : -1
}
