"""Puts a record once for its key, by the idempotency layer of Powertools for Python."""

import json
import os
import sys
import time
import uuid
from types import SimpleNamespace

import boto3
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent_function

records, seconds, rounds = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
endpoint = os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
client = boto3.client("dynamodb", endpoint_url=endpoint)
keys = records + "Python"
client.create_table(
    TableName=keys, BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
table = boto3.resource("dynamodb", endpoint_url=endpoint).Table(records)
text = "x" * 300
config = IdempotencyConfig(event_key_jmespath="key", use_local_cache=False)
config.register_lambda_context(SimpleNamespace(get_remaining_time_in_millis=lambda: 25000))
made = 0


@idempotent_function(
    data_keyword_argument="request",
    persistence_store=DynamoDBPersistenceLayer(table_name=keys, boto3_client=client),
    config=config)
def put(*, request):
    global made
    made += 1
    at = "RECORD#" + request["key"]
    table.put_item(Item={"pk": at, "sk": "RECORD", "text": text})
    return {"at": at}


first = str(uuid.uuid4())
put(request={"key": first})
rates = {"put": [], "the same again": []}
for _ in range(rounds):
    for subject, key in (("put", lambda: str(uuid.uuid4())), ("the same again", lambda: first)):
        began, before, n = time.perf_counter(), made, 0
        while time.perf_counter() - began < seconds:
            one = key()
            assert put(request={"key": one})["at"] == "RECORD#" + one
            n += 1
        rates[subject].append(n / (time.perf_counter() - began))
        assert made - before == (n if subject == "put" else 0), "put twice"
for subject, every in rates.items():
    print(json.dumps({"engine": "Powertools for Python", "subject": subject, "wrong": 0, "rates": every}))
