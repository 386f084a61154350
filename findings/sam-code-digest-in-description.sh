#!/usr/bin/env bash
# Versions:  aws-sam-translator 1.115.0 (PyPI).
# Behaviour: AutoPublishCodeSha256 is documented as a value from which the name of the function's version is
#            made. The transform also appends it to the function's own Description. Lambda takes 256 characters
#            there, so a valid description of more than 191 characters becomes an invalid one with a SHA-256
#            digest; neither the transform nor its schema says so, and the deployment is what fails.
# Seen:      without: 200 characters; with: 265 characters, the last 64 of them the digest
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aws-sam-translator==1.115.0

cat > transform.py <<'PY'
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

DIGEST = "0123456789abcdef" * 4


def description(**more):
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Hello": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "Runtime": "provided.al2023", "Handler": "bootstrap", "CodeUri": "s3://bucket/key",
                    "AutoPublishAlias": "live", "Description": "d" * 200, **more,
                },
            }
        },
    }
    made = Translator({}, Parser()).translate(template, {"AWS::Region": "eu-west-1"})
    return made["Resources"]["Hello"]["Properties"]["Description"]


without, with_digest = description(), description(AutoPublishCodeSha256=DIGEST)
print(f"without: {len(without)} characters; with: {len(with_digest)} characters, the last 64 of them the digest")
assert len(without) == 200 and len(with_digest) == 265 and with_digest.endswith(" " + DIGEST)
PY
AWS_DEFAULT_REGION=eu-west-1 venv/bin/python transform.py
