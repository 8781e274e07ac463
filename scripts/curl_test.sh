#!/usr/bin/env bash
# Asks a running server of any step what step 1 promises, with nothing but curl.
#
#   scripts/curl_test.sh                                  against http://localhost:8000
#   BASE_URL=http://localhost:9000 scripts/curl_test.sh   against another
#
# It trains the model of /train on samples/sample_batch.json, so a model from before is replaced.
set -u
base=${BASE_URL:-http://localhost:8000}
sample=$(dirname "$0")/../samples/sample_batch.json
answer=$(mktemp)
large=$(mktemp)
trap 'rm -f "$answer" "$large"' EXIT
head -c 17000000 /dev/zero | tr '\0' ' ' > "$large"
passed=0
failed=0

# expect NAME STATUS TEXT CURL-ARGUMENTS…: the status, and a text somewhere in the answer
expect() {
  local name=$1 status=$2 text=$3
  shift 3
  local got
  got=$(curl --silent --max-time 30 --output "$answer" --write-out '%{http_code}' "$@")
  if [ "$got" = "$status" ] && grep -qF -- "$text" "$answer"; then
    printf 'ok    %s\n' "$name"
    passed=$((passed + 1))
  else
    printf 'WRONG %s\n      expected %s with %s\n      got      %s with %s\n' \
      "$name" "$status" "$text" "$got" "$(head -c 300 "$answer")"
    failed=$((failed + 1))
  fi
}

# post NAME STATUS TEXT PATH BODY: the same with a JSON body; @FILE sends a file
post() {
  expect "$1" "$2" "$3" -X POST "$base$4" -H 'Content-Type: application/json' --data-binary "$5"
}

if ! curl --silent --max-time 5 --output "$answer" "$base/health"; then
  echo "no server answers at $base; start one: npm run step1" >&2
  exit 1
fi
echo "$base"

expect 'the server says what it is' 200 '"name":"Net Anomaly"' "$base/"
expect 'the server is well' 200 '"status":"ok"' "$base/health"
if grep -qF '"model_loaded":false' "$answer"; then
  post 'no scores before training' 409 E_NO_MODEL /analyze "@$sample"
fi
post 'it learns from the sample' 200 '"items":60' /train "@$sample"
expect 'it has a model now' 200 '"model_loaded":true' "$base/health"
post 'it scores the sample' 200 '"count":60' /analyze "@$sample"
post 'three items of the sample are odd' 200 '"anomalies":3' /analyze "@$sample"
post 'an ordinary item is no anomaly' 200 '"is_anomaly":false' /analyze \
  '{"items":[{"size":1514,"proto":6}]}'
post 'a huge item is one' 200 '"is_anomaly":true' /analyze '{"items":[{"size":65535,"proto":6}]}'
post 'a trailing slash is accepted' 200 '"count":1' /analyze/ '{"items":[{"size":60,"proto":6}]}'

post 'not JSON' 400 E_BAD_JSON /analyze 'size=1'
post 'an empty batch' 400 E_INVALID_INPUT /analyze '{"items":[]}'
post 'a text for a number' 400 items.0.size /analyze '{"items":[{"size":"1","proto":6}]}'
post 'one item is too few to learn from' 422 E_TOO_FEW_ITEMS /train '{"items":[{"size":1,"proto":6}]}'
expect 'a body that is not called JSON' 415 E_NOT_JSON -X POST "$base/train" \
  -H 'Content-Type: text/plain' --data-binary "@$sample"
post 'a body over 16 MiB' 413 E_BODY_TOO_LARGE /train "@$large"
expect 'an unknown route' 404 E_NOT_FOUND "$base/nothing/here"
expect 'a verb that is not possible' 405 E_METHOD_NOT_ALLOWED "$base/train"

expect 'the API describes itself' 200 '"openapi":"3.1.0"' "$base/openapi.json"
expect 'the page of the API' 200 swagger-ui "$base/docs"
expect 'its script comes from the server itself' 200 SwaggerUIBundle "$base/docs/swagger-ui-bundle.js"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
