import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  request,
  response,
  rulesOf,
  sidsOf,
  spoken,
  type Turns,
} from '../../../test/user-rule-script.ts'

const rule = (options: string, header: string) => `alert ${header} (msg:"own"; ${options} sid:1;)`
const [toServer, toClient] = ['flow:established,to_server;', 'flow:established,to_client;']

function found(text: string, turns: Turns, size: number): boolean {
  const port = Number(/-> any (21) /.exec(text)?.[1] ?? 80)
  return sidsOf(spoken(turns, size, port).detect(rulesOf(text))).length === 1
}

function check(options: string, header: string, hit: Turns, miss: Turns): void {
  const text = rule(options, header)
  for (const size of [1, 7, 1_460]) {
    expect({ size, hit: found(text, hit, size), miss: found(text, miss, size) }).toEqual({
      size,
      hit: true,
      miss: false,
    })
  }
}

const raw = 'tcp any any -> any any'

describe('a keyword about a stream finds what it should and no more, in segments of 1, 7 and 1,460 bytes', () => {
  it.each<[string, string | Turns, string | Turns]>([
    ['content:"evil";', 'some evil thing', 'some good thing'],
    ['content:"EVIL"; nocase;', 'some eViL thing', 'some vile thing'],
    ['content:"evil";', 'evil', 'EVIL'],
    ['content:"|65 76|il|00|";', 'xevil\0', 'xevil1'],
    ['content:"a\\;b\\"c\\\\";', 'xa;b"c\\y', 'xa;b"cy'],
    ['content:"evil"; depth:6;', '12evil', '123evil'],
    ['content:"evil"; offset:3;', '123evil', '12evil'],
    ['content:"evil"; offset:2; depth:6;', '1234evil', '12345evil'],
    ['content:"evil"; startswith;', 'evil start', 'an evil start'],
    ['content:"evil"; endswith;', 'the end is evil', 'evil is the end'],
    ['content:"evil"; content:!"good";', 'evil only', 'evil and good'],
    ['content:"one"; content:"two"; distance:3;', 'one123two', 'one12two'],
    ['content:"one"; content:"two"; within:5;', 'one12two', 'one123two'],
    ['content:"one"; content:"two"; distance:1; within:4;', 'one12two', 'one123two'],
    ['content:"one"; content:"two"; distance:-6; within:3;', 'twoone', 'onetwo'],
    ['content:"aa"; content:"b"; distance:1; within:1;', 'aa.b', 'aa..b'],
    ['content:"one"; content:!"two"; distance:0; within:4;', 'one and two', 'one two'],
    [
      'content:"GET"; content:"rare-word"; fast_pattern:only;',
      'GET x rare-word',
      'GET x rare-ward',
    ],
    ['content:"rare-word"; fast_pattern:2,4;', 'x rare-word', 'x rare-ward'],
    ['content:"key"; isdataat:4,relative;', 'key1234', 'key123'],
    ['content:"key"; isdataat:!4,relative;', 'key123', 'key1234'],
    ['content:"key"; isdataat:8;', 'key123456', 'key12345'],
    ['content:"key"; pcre:"/key=\\d{3}\\b/";', 'key=123 ', 'key=12 '],
    ['content:"key"; pcre:"/^=\\d{3}/R";', 'key=123', 'key:x=123'],
    ['content:"key"; pcre:!"/key=[a-z]/i";', 'key=1 ', 'key=Z '],
    ['pcre:"/(abc|abd){2}/";', 'xabcabd', 'xabcab'],
    ['content:"len"; byte_test:2,>,300,0,relative;', 'len\x01\x2d', 'len\x01\x2c'],
    ['content:"len"; byte_test:2,=,257,1,relative,little;', 'len.\x01\x01', 'len.\x02\x01'],
    ['content:"len"; byte_test:1,&,0x80,0,relative;', 'len\x81', 'len\x71'],
    ['content:"len"; byte_test:1,!&,0x80,0,relative;', 'len\x71', 'len\x81'],
    ['content:"len"; byte_test:4,=,1234,0,relative,string,dec;', 'len1234', 'len1235'],
    ['content:"len"; byte_test:4,=,0xbeef,0,relative,string,hex;', 'lenbeef', 'lenbeee'],
    ['content:"len"; byte_test:1,=,3,0,relative,bitmask 0xf0;', 'len\x3f', 'len\x4f'],
    [
      'content:"len"; byte_jump:1,0,relative; content:"end"; within:3;',
      'len\x02xxend',
      'len\x02xend',
    ],
    [
      'content:"len"; byte_jump:1,0,relative,align; content:"end"; within:3;',
      'len\x03xxxxend',
      'len\x03xxxend',
    ],
    [
      'content:"len"; byte_jump:1,0,relative,post_offset -1; content:"end"; within:3;',
      'len\x03xxend',
      'len\x03xxxend',
    ],
    [
      'content:"len"; byte_jump:1,0,relative,from_beginning; content:"end"; within:3;',
      'xxendlen\x02',
      'xxxendlen\x02',
    ],
    [
      'content:"len"; byte_jump:1,0,relative,multiplier 2; content:"end"; within:3;',
      'len\x01xxend',
      'len\x01xend',
    ],
    [
      'content:"len"; byte_extract:1,0,size,relative; content:"end"; distance:size; within:3;',
      'len\x02xxend',
      'len\x02xend',
    ],
    ['content:"evil"; flow:to_server;', ['evil', 'ok'], ['ok', 'evil']],
    ['content:"evil"; flow:from_server,established;', ['ok', 'evil'], ['evil', 'ok']],
    [
      'content:"first"; content:"second"; distance:0;',
      ['first', 'ok', 'second'],
      ['second', 'ok', 'first'],
    ],
    ['content:"CMD"; depth:3;', ['hello', 'ok', 'CMD now'], ['hello', 'ok', 'no CMD']],
    ['content:"|ff|"; depth:1;', '\xffabc', 'a\xffbc'],
    ['content:"ab"; depth:2;', 'abc', 'xabc'],
  ])('%s', (options, hit, miss) => {
    check(
      options,
      raw,
      typeof hit === 'string' ? [hit] : hit,
      typeof miss === 'string' ? [miss] : miss,
    )
  })

  it.each<[string, Turns, Turns]>([
    ['tcp any any -> any 80', ['evil'], ['good']],
    ['tcp $HOME_NET any -> $EXTERNAL_NET any', ['evil'], ['good']],
    ['tcp any 80 <> any any', ['evil'], ['good']],
    ['ip any any -> any any', ['evil'], ['good']],
    ['ssh any any -> any any', ['SSH-2.0-evil\r\n'], ['XSH-2.0-evil\r\n']],
    [
      'ftp any any -> any 21',
      ['', '220 FTP ready\r\n', 'USER evil\r\n'],
      ['', '+OK ready\r\n', 'USER evil\r\n'],
    ],
    ['smtp any any -> any any', ['EHLO evil\r\n'], ['HI evil\r\n']],
  ])('%s', (header, hit, miss) => {
    check('content:"evil";', header, hit, miss)
  })

  it.each([
    'tcp any any -> any 81',
    'tcp 203.0.113.0/24 any -> any 80',
    'tcp any 80 -> 203.0.113.80 any',
    'udp any any -> any any',
  ])('what does not travel as %s wants is left alone', (header) => {
    expect(found(rule('content:"evil";', header), ['evil'], 7)).toBe(false)
  })
})

describe('a keyword about HTTP finds what it should and no more, in segments of 1, 7 and 1,460 bytes', () => {
  const http = 'http any any -> any any'
  const post = (body: string, headers = '') => [request('/form', { method: 'POST', body, headers })]
  const get = (target: string, headers = '') => [request(target, { headers })]
  const answer = (body: string | Uint8Array, given = {}) => [request('/'), response(body, given)]
  const compressed = gzipSync('a page with evil in it')
  const chunked = (...parts: string[]) => [
    request('/'),
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`,
  ]

  it.each<[string, Turns, Turns]>([
    ['content:"/evil"; http_uri;', get('/%65vil'), get('/good', 'X: /evil\r\n')],
    ['uricontent:"/evil";', get('/evil'), post('/evil')],
    ['http.uri; content:"/evil"; startswith;', get('/evil/x'), get('/x/evil')],
    ['content:"%65vil"; http_raw_uri;', get('/%65vil'), get('/evil')],
    ['http.uri.raw; content:"%65vil";', get('/%65vil'), get('/evil')],
    ['http.uri; bsize:5; content:"/evil";', get('/evil'), get('/evil1')],
    ['content:"/e"; http_uri; urilen:5;', get('/evil'), get('/evil1')],
    ['content:"/e"; http_uri; urilen:>5;', get('/evil1'), get('/evil')],
    ['content:"/e"; http_uri; urilen:4<>7;', get('/evil1'), get('/ev')],
    ['content:"/e"; http_uri; urilen:5,norm;', get('/%65vil'), get('/%65vil1')],
    ['content:"POST"; http_method;', post('a'), get('/POST')],
    ['http.method; content:"POST";', post('a'), get('/')],
    ['content:"X-Evil|3a| 1|0d 0a|"; http_header;', get('/', 'X-Evil: 1\r\n'), get('/X-Evil: 1')],
    ['http.header; content:"X-Evil";', get('/', 'X-Evil: 1\r\n'), post('X-Evil')],
    ['content:"evil"; http_header;', get('/', 'X: evil\r\n'), get('/', 'Cookie: evil\r\n')],
    ['content:"X:  evil"; http_raw_header;', get('/', 'X:  evil\r\n'), get('/', 'X: evil\r\n')],
    [
      'http.header_names; content:"|0d 0a|X-One|0d 0a|X-Two|0d 0a|";',
      get('/', 'X-One: 1\r\nX-Two: 2\r\n'),
      get('/', 'X-Two: 2\r\nX-One: 1\r\n'),
    ],
    ['content:"evil"; http_cookie;', get('/', 'Cookie: a=evil\r\n'), get('/', 'X: a=evil\r\n')],
    ['content:"shop.example"; http_host;', get('/'), [request('/').replace('Shop', 'Shops')]],
    [
      'http.host; content:"shop.example"; bsize:12;',
      get('/'),
      [request('/').replace('Shop', 'Shops')],
    ],
    [
      'http.host.raw; content:"Shop.Example:8080";',
      get('/'),
      [request('/').replace('Shop', 'shop')],
    ],
    [
      'content:"Probe/1"; http_user_agent;',
      get('/'),
      get('/Probe/1', 'X: Probe/1\r\n').map((text) => text.replace('Agent: Probe', 'Agent: Robe')),
    ],
    [
      'http.user_agent; content:"Probe"; startswith;',
      get('/'),
      [request('/').replace('Probe', 'A Probe')],
    ],
    ['http.referer; content:"evil";', get('/', 'Referer: http://evil\r\n'), get('/evil')],
    [
      'http.accept; content:"text/evil";',
      get('/', 'Accept: text/evil\r\n'),
      get('/', 'X: text/evil\r\n'),
    ],
    [
      'http.accept_enc; content:"evil";',
      get('/', 'Accept-Encoding: evil\r\n'),
      get('/', 'Accept: evil\r\n'),
    ],
    [
      'http.accept_lang; content:"evil";',
      get('/', 'Accept-Language: evil\r\n'),
      get('/', 'Accept: evil\r\n'),
    ],
    ['http.content_type; content:"evil";', post('a', 'Content-Type: a/evil\r\n'), post('a/evil')],
    ['http.content_len; content:"4"; bsize:1;', post('evil'), post('evils')],
    ['http.connection; content:"evil";', get('/', 'Connection: evil\r\n'), get('/', 'X: evil\r\n')],
    [
      'http.protocol; content:"HTTP/1.0";',
      [request('/').replace('HTTP/1.1', 'HTTP/1.0')],
      get('/'),
    ],
    ['http.start; content:"GET / HTTP/1.1|0d 0a|Host|3a|"; startswith;', get('/'), get('/x')],
    ['http.request_line; content:"GET /evil HTTP/1.1"; bsize:18;', get('/evil'), get('/evil2')],
    ['content:"evil"; http_client_body;', post('a=evil'), get('/evil')],
    ['http.request_body; content:"evil"; endswith;', post('a=evil'), post('a=evil1')],
    ['http.request_body; content:!"good"; content:"a=";', post('a=evil'), post('a=evil&b=good')],
    ['content:"/form"; http_uri; content:"evil"; http_client_body;', post('evil'), post('good')],
    ['content:"/e"; http_uri; pcre:"/\\/evil\\d$/U";', get('/evil1'), get('/evil1?')],
    ['content:"/e"; http_uri; pcre:"/%65/I";', get('/ev?%65'), get('/ev?e')],
    ['content:"POST"; http_method; pcre:"/^a=\\d+$/P";', post('a=12'), post('a=1x')],
    [
      'content:"X-E"; http_header; pcre:"/^X-Evil\\x3a /Hm";',
      get('/', 'X-Evil: 1\r\n'),
      get('/', 'Y-X-Evil: 1\r\n'),
    ],
    [
      'content:"/"; http_uri; pcre:"/^Probe/V";',
      get('/'),
      [request('/').replace('Probe', 'Other')],
    ],
    ['content:"/"; http_uri; pcre:"/^shop/W";', get('/'), [request('/').replace('Shop', 'Work')]],
    [
      'content:"/"; http_uri; pcre:"/evil/C";',
      get('/', 'Cookie: evil\r\n'),
      get('/', 'X: evil\r\n'),
    ],
    ['content:"/"; http_uri; pcre:"/^GET$/M";', get('/'), post('x')],
  ])('%s of a request', (options, hit, miss) => {
    check(`${toServer} ${options}`, http, hit, miss)
  })

  it.each<[string, Turns, Turns]>([
    ['content:"404"; http_stat_code;', answer('', { line: '404 Not Found' }), answer('404')],
    ['http.stat_code; content:"404";', answer('', { line: '404 Not Found' }), answer('404')],
    [
      'content:"Not Found"; http_stat_msg;',
      answer('', { line: '404 Not Found' }),
      answer('Not Found'),
    ],
    [
      'http.response_line; content:"HTTP/1.1 404";',
      answer('', { line: '404 No' }),
      answer('HTTP/1.1 404'),
    ],
    ['content:"X-Evil"; http_header;', answer('', { headers: 'X-Evil: 1\r\n' }), answer('X-Evil')],
    [
      'content:"evil"; http_cookie;',
      answer('', { headers: 'Set-Cookie: evil\r\n' }),
      answer('', { headers: 'X: evil\r\n' }),
    ],
    [
      'http.location; content:"evil";',
      answer('', { headers: 'Location: /evil\r\n' }),
      answer('evil'),
    ],
    [
      'http.server; content:"own"; bsize:3;',
      answer(''),
      answer('', { headers: 'Server: other\r\n' }).map((turn) =>
        Buffer.from(String(turn).replace('Server: own', 'Server: owner')),
      ),
    ],
    [
      'http.content_type; content:"evil";',
      answer('', { headers: 'Content-Type: a/evil\r\n' }),
      answer('a/evil'),
    ],
    [
      'file_data; content:"evil";',
      answer('an evil page'),
      answer('a page', { headers: 'X: evil\r\n' }),
    ],
    [
      'file.data; content:"evil"; within:6;',
      answer(', evil page'),
      answer('an evil evils'.padStart(20)),
    ],
    [
      'file_data; content:"evil";',
      answer(compressed, { headers: 'Content-Encoding: gzip\r\n' }),
      answer(compressed),
    ],
    ['file_data; content:"evil";', chunked('an ev', 'il page'), chunked('an ev', 'er page')],
    ['content:"evil"; http_server_body;', answer('evil'), answer('', { headers: 'X: evil\r\n' })],
    ['http.response_body; content:"evil"; endswith;', answer('evil'), answer('evil.')],
    ['content:"200"; http_stat_code; pcre:"/^evil$/Q";', answer('evil'), answer('devil')],
    [
      'content:"X"; http_header; pcre:"/^404$/S";',
      answer('', { headers: 'X: 1\r\n', line: '404 No' }),
      answer('', { headers: 'X: 1\r\n' }),
    ],
    [
      'content:"X"; http_header; pcre:"/^Gone$/Y";',
      answer('', { headers: 'X: 1\r\n', line: '410 Gone' }),
      answer('Gone', { headers: 'X: 1\r\n' }),
    ],
    [
      'file_data; content:"evil"; pkt_data; content:"HTTP/1.1 200";',
      answer('evil'),
      answer('evil', { line: '404 No' }),
    ],
  ])('%s of a response', (options, hit, miss) => {
    check(`${toClient} ${options}`, http, hit, miss)
  })

  it('finds each of several requests and answers on one connection', () => {
    const options = 'content:"/evil"; http_uri;'
    const others = Array.from({ length: 6 }, (_, n) => [
      request(`/good${n}`),
      response('x'.repeat(900)),
    ]).flat()
    check(`${toServer} ${options}`, http, [...others, request('/evil')], others)
    check(
      `${toClient} file_data; content:"evil";`,
      http,
      [...others, request('/'), response('evil')],
      others,
    )
  })

  it('finds a request behind another in one segment, and one behind a large body', () => {
    const options = `${toServer} content:"/evil"; http_uri;`
    const large = request('/up', { method: 'POST', body: 'x'.repeat(40_000) })
    check(
      options,
      http,
      [request('/good') + request('/evil')],
      [request('/good') + request('/good')],
    )
    check(
      options,
      http,
      [large, response('ok'), request('/evil')],
      [large, response('ok'), request('/good')],
    )
  })
})
