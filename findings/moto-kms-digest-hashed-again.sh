#!/usr/bin/env bash
# Versions:  moto 5.2.5, boto3 1.44.8, cryptography 50.0.2 (PyPI).
# Behaviour: KMS signs either a message (RAW), which it hashes first, or a digest (DIGEST), which it signs as it is.
#            moto takes MessageType=DIGEST and hashes the digest once more. Its own Verify does the same, so a test
#            that signs and verifies in moto is green, while the signature verifies with no other library, and a
#            program that is right on AWS looks wrong.
# Seen:      of the digest: False; of the digest's digest: True; by moto itself: True
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'moto[kms]==5.2.5' boto3==1.44.8 cryptography==50.0.2

cat > sign.py <<'PY'
import hashlib

import boto3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from moto import mock_aws


def verifies(key, signature, digest):
    try:
        key.verify(signature, digest, ec.ECDSA(Prehashed(hashes.SHA256())))
        return True
    except InvalidSignature:
        return False


with mock_aws():
    kms = boto3.client("kms", "eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    key = serialization.load_der_public_key(kms.get_public_key(KeyId=made)["PublicKey"])
    digest = hashlib.sha256(b"a certificate").digest()
    what = {"KeyId": made, "Message": digest, "MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = kms.sign(**what)["Signature"]
    right = verifies(key, signature, digest)
    twice = verifies(key, signature, hashlib.sha256(digest).digest())
    itself = kms.verify(**what, Signature=signature)["SignatureValid"]
print(f"of the digest: {right}; of the digest's digest: {twice}; by moto itself: {itself}")
assert (right, twice, itself) == (False, True, True)
PY
venv/bin/python sign.py
