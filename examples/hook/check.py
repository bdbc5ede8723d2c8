#!/usr/bin/env python3
"""Checks an officer's code through the hook, as a telephone or text gateway does. Needs Python 3.8 and nothing else.

    echo "7Q4K 29MP" | check.py https://check.northmere.example sms sms.secret

Prints the words to say. Ends with 0 when the officer is verified, 3 when not, 4 when the control room is asked, and 5 when it
could not be determined: then nothing is known of the officer, and nothing else may be said.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
import urllib.request
import uuid

UNDETERMINED = (
    "We could not reach the police system. This does not mean that the officer is genuine or false. "
    "Ring the control room, or call 999."
)
ENDS = {"verified": 0, "not-verified": 3, "pending": 4, "undetermined": 5}


def signature(secret: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """The signature of the Standard Webhooks specification."""
    text = b".".join([message_id.encode(), timestamp.encode(), body])
    return "v1," + base64.b64encode(hmac.new(secret, text, hashlib.sha256).digest()).decode()


def ask(server: str, gateway: str, secret: bytes, code: str) -> dict:
    body = json.dumps({"code": code}).encode()
    message_id, timestamp = "msg_" + uuid.uuid4().hex, str(int(time.time()))
    headers = {
        "content-type": "application/json",
        "candour-gateway": gateway,
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }
    request = urllib.request.Request(server.rstrip("/") + "/api/checks", body, headers)
    with urllib.request.urlopen(request, timeout=10) as response:
        answer, answered_at = response.read(), response.headers["webhook-timestamp"]
        # Somebody else may have answered: what is not signed for this question is not believed.
        expected = signature(secret, message_id, answered_at, answer)
        if not hmac.compare_digest(expected, response.headers["webhook-signature"]):
            raise ValueError("the answer is not signed with the secret of this gateway for this question")
        if abs(int(answered_at) - time.time()) > 300:
            raise ValueError("the answer is more than five minutes old, or a clock is wrong")
    return json.loads(answer)


def main() -> int:
    server, gateway, secret_file = sys.argv[1:4]
    with open(secret_file, encoding="ascii") as file:
        secret = base64.b64decode(file.readline().strip()[len("whsec_"):])
    try:
        answer = ask(server, gateway, secret, sys.stdin.readline().strip())
        words, outcome = answer["say"]["en"], answer["outcome"]
    except Exception as error:  # Whatever went wrong, the person on the line is told something true.
        print(error, file=sys.stderr)
        words, outcome = UNDETERMINED, "undetermined"
    print(words)
    return ENDS.get(outcome, 5)


if __name__ == "__main__":
    sys.exit(main())
