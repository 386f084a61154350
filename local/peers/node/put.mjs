// Puts a record once for its key, by the idempotency layer of Powertools for TypeScript.
import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency'
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb'

const [records, seconds, rounds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const client = new DynamoDBClient({ endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB })
const documents = DynamoDBDocumentClient.from(client)
const tableName = records + 'TypeScript'
await client.send(new CreateTableCommand({
  TableName: tableName, BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }]
}))
const config = new IdempotencyConfig({ eventKeyJmesPath: 'key', useLocalCache: false })
config.registerLambdaContext({ getRemainingTimeInMillis: () => 25000 })
const text = 'x'.repeat(300)
let made = 0
const put = makeIdempotent(async ({ key }) => {
  made++
  await documents.send(new PutCommand({ TableName: records, Item: { pk: 'RECORD#' + key, sk: 'RECORD', text } }))
  return { at: 'RECORD#' + key }
}, {
  persistenceStore: new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client }),
  config
})
const first = randomUUID()
await put({ key: first })
const rates = { put: [], 'the same again': [] }
for (let round = 0; round < rounds; round++) {
  for (const [subject, key] of [['put', randomUUID], ['the same again', () => first]]) {
    const [began, before] = [performance.now(), made]
    let n = 0
    for (; performance.now() - began < seconds * 1000; n++) {
      const one = key()
      const { at } = await put({ key: one })
      if (at !== 'RECORD#' + one) throw new Error(at)
    }
    rates[subject].push(n / ((performance.now() - began) / 1000))
    if (made - before !== (subject === 'put' ? n : 0)) throw new Error('put twice')
  }
}
for (const [subject, all] of Object.entries(rates)) {
  console.log(JSON.stringify({ engine: 'Powertools for TypeScript', subject, wrong: 0, rates: all }))
}
