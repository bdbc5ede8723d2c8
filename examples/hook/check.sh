#!/bin/sh
# Checks an officer's code through the hook: for trials where there is no Python. Needs openssl and curl.
#
#     echo "7Q4K 29MP" | check.sh https://check.northmere.example sms sms.secret
#
# Prints the answer as JSON once its signature holds; ends with 5 otherwise: then nothing is known of the officer. For a moment
# the key stands among the arguments of openssl, where others on the machine may see it: a gateway uses check.py, or
# `candour check`.
set -eu
server=$1 gateway=$2 secret_file=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

key=$(head -n 1 "$secret_file" | sed 's/^whsec_//' | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
sign() { # id, time, file of the body
    tag=$({ printf '%s.%s.' "$1" "$2"; cat "$3"; } | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
    printf 'v1,%s' "$tag"
}
unknown() {
    echo "$1" >&2
    echo '{"outcome":"undetermined"}'
    exit 5
}

code=$(head -n 1 | tr -cd 'A-Za-z0-9 -')
printf '{"code":"%s"}' "$code" > "$folder/question"
id=msg_$(openssl rand -hex 16)
now=$(date +%s)

curl --silent --show-error --fail --max-time 10 --dump-header "$folder/headers" --output "$folder/answer" \
    --header 'content-type: application/json' \
    --header "candour-gateway: $gateway" \
    --header "webhook-id: $id" \
    --header "webhook-timestamp: $now" \
    --header "webhook-signature: $(sign "$id" "$now" "$folder/question")" \
    --data-binary "@$folder/question" "${server%/}/api/checks" || unknown 'the service did not answer the question'

header() { tr -d '\r' < "$folder/headers" | sed -n "s/^$1: //p"; }
answered=$(header webhook-timestamp)
age=$((answered - $(date +%s)))
[ "${age#-}" -le 300 ] || unknown 'the answer is more than five minutes old, or a clock is wrong'
[ "$(header webhook-signature)" = "$(sign "$id" "$answered" "$folder/answer")" ] ||
    unknown 'the answer is not signed with the secret of this gateway for this question'
cat "$folder/answer"
echo
