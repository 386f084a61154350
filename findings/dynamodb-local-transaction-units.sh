#!/usr/bin/env bash
# Versions:  com.amazonaws:DynamoDBLocal 2.6.1 (Maven), boto3 1.40.0 (PyPI).
# Behaviour: the documentation says that a TransactWriteItems consumes two write units for each KB
#            of each item, added up. DynamoDB Local adds up only the DISTINCT costs and doubles the
#            sum: it reports 4 units for one put of 1 KB, and also 4 for ten such puts.
#            A cost model that is checked against it is wrong by a factor that depends on the sizes.
# Seen:      sizes in KB: 1 -> 4 (documented 2); ten of 1 -> 4 (20); 1 2 -> 12 (6); 1 1 2 -> 12 (8)
set -euo pipefail
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=
cd "$work"

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>2.6.1</version></dependency>
  </dependencies>
</project>
XML
mvn --quiet --batch-mode dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=lib
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check boto3==1.40.0

port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')
java -Djava.library.path=lib -cp "lib/*" com.amazonaws.services.dynamodbv2.local.main.ServerRunner -inMemory -port "$port" >log 2>&1 &
server=$!

cat > units.py <<'PY'
import sys, time
import boto3
from botocore.config import Config

table = boto3.client(
    "dynamodb", endpoint_url=f"http://127.0.0.1:{sys.argv[1]}", region_name="us-east-1",
    aws_access_key_id="local", aws_secret_access_key="local", config=Config(retries={"max_attempts": 0}))
for _ in range(300):
    try:
        table.list_tables()
        break
    except Exception:
        time.sleep(0.2)
table.create_table(
    TableName="units", BillingMode="PAY_PER_REQUEST",
    KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
number = 0
for sizes in ([1], [1] * 10, [1, 2], [1, 1, 2]):
    puts = []
    for kb in sizes:
        number += 1
        item = {"k": {"S": f"{number:04d}"}, "body": {"S": "x" * (kb * 1024 - 50)}}
        puts.append({"Put": {"TableName": "units", "Item": item}})
    answer = table.transact_write_items(TransactItems=puts, ReturnConsumedCapacity="TOTAL")
    units = sum(c["CapacityUnits"] for c in answer["ConsumedCapacity"])
    print(*sizes, "->", f"{units:g}", f"documented {2 * sum(sizes)}")
PY
seen=$(venv/bin/python units.py "$port")
echo "$seen"
[ "$seen" = "1 -> 4 documented 2
1 1 1 1 1 1 1 1 1 1 -> 4 documented 20
1 2 -> 12 documented 6
1 1 2 -> 12 documented 8" ] || { echo "CHANGED"; exit 1; }
echo "as described"
