"""Deploys a transformed template in an emulator of AWS, and serves it until the input ends.

    emulator.py TRANSFORMED.json PARAMETER=VALUE...

It prints one line of JSON: where it serves, the environment that CloudFormation gave each function, and
how many resources of each type the template has and the emulator made.
"""

import collections
import io
import json
import logging
import sys
import zipfile

import boto3
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from moto.kms import utils
from moto.server import ThreadedMotoServer

STACK = "miaoban"
# It makes no aliases, and fails where a permission names one.
LEFT_OUT = "AWS::Lambda::Permission"

# It hashes again what it is told is a digest (findings/moto-kms-digest-hashed-again.sh). All that is signed here is one.
utils.ECDSAPrivateKey.sign = lambda key, digest, _: key.private_key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
logging.getLogger("werkzeug").setLevel(logging.ERROR)
with open(sys.argv[1], encoding="utf-8") as file:
    template = {k: v for k, v in json.load(file).items() if k not in ("routes", "fixed")}
given = [dict(zip(("ParameterKey", "ParameterValue"), a.split("=", 1))) for a in sys.argv[2:]]
resources = template["Resources"]
resources.pop("SigningKey")  # its specification would be ignored: the stack takes over one that is made below
template["Resources"] = {i: r for i, r in resources.items() if r["Type"] != LEFT_OUT}

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
endpoint = "http://%s:%d" % server.get_host_and_port()


def client(name):
    return boto3.client(name, "us-east-1", endpoint_url=endpoint, aws_access_key_id="x", aws_secret_access_key="x")


code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("bootstrap", "")
s3 = client("s3")
s3.create_bucket(Bucket="bucket")
s3.put_object(Bucket="bucket", Key="code", Body=code.getvalue())
s3.put_object(Bucket="bucket", Key="template.json", Body=json.dumps(template))
key = client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
given.append({"ParameterKey": "ExistingSigningKey", "ParameterValue": key})
cloudformation = client("cloudformation")
cloudformation.create_stack(
    StackName=STACK, TemplateURL="https://bucket.s3.amazonaws.com/template.json", Parameters=given, Capabilities=["CAPABILITY_IAM"]
)
made, functions = collections.Counter(), {}
for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK):
    for r in page["StackResourceSummaries"]:
        made[r["ResourceType"]] += 1
        if r["ResourceType"] == "AWS::Lambda::Function":
            configuration = client("lambda").get_function_configuration(FunctionName=r["PhysicalResourceId"])
            functions[r["LogicalResourceId"]] = configuration["Environment"]["Variables"]
wanted = collections.Counter(r["Type"] for r in resources.values())
print(json.dumps({"endpoint": endpoint, "functions": functions, "wanted": wanted, "made": made}), flush=True)
sys.stdin.read()
server.stop()
