// Decides the cases with GoRules zen and with json-rules-engine.
import { readFileSync } from 'node:fs'
import { ZenEngine } from '@gorules/zen-engine'
import { Engine, Operator, Rule } from 'json-rules-engine'

const [path, seconds, rounds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const all = JSON.parse(readFileSync(path, 'utf8'))
const services = ['elderlyallowance', 'seniorcard', 'unemploymentbenefit']

// Of all conditions: rejected where one is 0, referred where one is -1, else approved.
const conclude = statuses => statuses.includes(0) ? 'rejected' : statuses.includes(-1) ? 'referred' : 'approved'

async function measure(engine, subject, decide) {
  let wrong = 0
  for (const s of all) {
    if (await decide(s.facts) !== s.outcomes[subject]) wrong++
  }
  const rates = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    let n = 0
    while (performance.now() - began < seconds * 1000) {
      for (const s of all) await decide(s.facts)
      n += all.length
    }
    rates.push(n / ((performance.now() - began) / 1000))
  }
  console.log(JSON.stringify({ engine, subject, wrong, rates }))
}

// --- zen: one decision a service, an expression a condition.

const alive = 'died == null ? -1 : died == "" ? 1 : 0'
const account = 'holder == null or open == null ? -1 : not open ? 0 : holder == "self" ? 1 : 0'
const allowance = '(startsWith(household, "440605") ? 840 : startsWith(household, "4406") ? 960 : startsWith(household, "4403") ? 838 : 0)'
const ownCard = '(startsWith(household, "4401") ? 718 : startsWith(household, "4406") ? 720 : startsWith(household, "4403") ? 780 : 0)'
const cityCard = '(permit_city == null ? 0 : startsWith(permit_city, "4401") ? 718 : startsWith(permit_city, "4406") ? 720 : startsWith(permit_city, "4403") ? 780 : 0)'
const cardAt = `(${ownCard} > 0 ? ${ownCard} : ${cityCard})`
const cardCity = `(${ownCard} > 0 ? household[0:3] + "00" : permit_city == null ? "" : permit_city)`

const expressions = {
  elderlyallowance: [
    alive,
    `household == null ? -1 : not startsWith(household, "44") ? 0 : ${allowance} == 0 ? -1 : 1`,
    `household == null or months == null ? -1 : ${allowance} == 0 ? -1 : months >= ${allowance} ? 1 : 0`,
    'paid_by == null ? -1 : paid_by == "" ? 1 : 0',
    account
  ],
  seniorcard: [
    alive,
    `household == null ? -1 : ${ownCard} > 0 ? 1 : permit_city == null or permit_city == "" ? -1 : permit_days < 0 ? -1 : ${cityCard} > 0 ? 1 : -1`,
    `household == null or months == null ? -1 : ${cardAt} == 0 ? (months >= 708 ? -1 : 0) : months >= ${cardAt} ? 1 : 0`,
    `card == null ? -1 : card == "" or household == null ? 1 : ${cardAt} == 0 ? 1 : months < ${cardAt} ? 1 : card == ${cardCity} + (months >= (${cardCity} == "440100" ? 778 : 780) ? "/full" : "/half") ? 0 : 1`
  ],
  unemploymentbenefit: [
    alive,
    '(household != null and startsWith(household, "44")) or (insured != null and startsWith(insured, "44")) or (permit_city != null and startsWith(permit_city, "44")) ? 1 : household == null or insured == null or permit_city == null ? -1 : 0',
    'months == null ? -1 : months < 192 ? 0 : months < retires_first ? 1 : months >= retires_last ? 0 : -1',
    'employed == null ? -1 : employed ? 0 : 1',
    'business == null ? -1 : business == "" ? 1 : 0',
    'paid == null ? -1 : paid < 0 ? 0 : paid >= 12 ? 1 : left == null ? -1 : left > 0 ? 1 : 0',
    'reason == null ? -1 : reason == "" or reason == "resigned" ? 0 : reason in ["dismissed", "expired", "closed"] ? 1 : -1',
    'drawn_days == null ? -1 : drawn_days < 0 ? 1 : 0',
    'insured == null ? -1 : insured == "" or startsWith(insured, "44") ? 1 : -1',
    'pension == null ? -1 : pension == "" ? 1 : 0',
    account
  ]
}

const zen = new ZenEngine()
for (const service of services) {
  const graph = {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode' },
      {
        id: 'rules', name: 'rules', type: 'expressionNode',
        content: { expressions: expressions[service].map((value, i) => ({ id: `c${i}`, key: `c${i}`, value })) }
      },
      { id: 'out', name: 'out', type: 'outputNode' }
    ],
    edges: [{ id: '1', sourceId: 'in', targetId: 'rules', type: 'edge' }, { id: '2', sourceId: 'rules', targetId: 'out', type: 'edge' }]
  }
  const decision = zen.createDecision(Buffer.from(JSON.stringify(graph)))
  await measure('GoRules zen', service, async facts => conclude(Object.values((await decision.evaluate(facts)).result)))
}

// --- json-rules-engine: a rule for "not met" and one for "unknown" of each condition.

const startsWith = new Operator('startsWith', (a, b) => a !== null && a.startsWith(b))
const startsNot = new Operator('startsNot', (a, b) => a !== null && !a.startsWith(b))
const begins = { allowance: h => h.startsWith('440605') ? 840 : h.startsWith('4406') ? 960 : h.startsWith('4403') ? 838 : 0 }
const card = h => h === null ? 0 : h.startsWith('4401') ? 718 : h.startsWith('4406') ? 720 : h.startsWith('4403') ? 780 : 0
const is = (fact, operator, value) => ({ fact, operator, value })
const nothing = fact => is(fact, 'equal', null)
const something = fact => is(fact, 'notEqual', null)
const rule = (type, ...conditions) => new Rule({ conditions: { all: conditions }, event: { type } })
const no = (...conditions) => rule('no', ...conditions)
const unknown = (...conditions) => rule('unknown', ...conditions)

const shared = [unknown(nothing('died')), no(something('died'), is('died', 'notEqual', ''))]
const bank = [
  unknown({ any: [nothing('holder'), nothing('open')] }), no(is('open', 'equal', false)),
  no(is('open', 'equal', true), something('holder'), is('holder', 'notEqual', 'self'))
]
const rules = {
  elderlyallowance: [
    ...shared, unknown(nothing('household')), no(something('household'), is('household', 'startsNot', '44')),
    unknown(something('household'), is('opens', 'equal', 0)),
    no(something('months'), is('opens', 'greaterThan', 0), is('months', 'lessThan', { fact: 'opens' })),
    unknown(nothing('paid_by')), no(something('paid_by'), is('paid_by', 'notEqual', '')), ...bank
  ],
  seniorcard: [
    ...shared, unknown(nothing('household')),
    unknown(something('household'), is('ownCard', 'equal', 0), nothing('permit_city')),
    unknown(something('household'), is('ownCard', 'equal', 0), is('permit_city', 'equal', '')),
    unknown(something('household'), is('ownCard', 'equal', 0), something('permit_city'), is('permit_days', 'lessThan', 0)),
    unknown(something('household'), is('cardAt', 'equal', 0)),
    no(something('months'), is('cardAt', 'equal', 0), is('months', 'lessThan', 708)),
    no(something('months'), is('cardAt', 'greaterThan', 0), is('months', 'lessThan', { fact: 'cardAt' })),
    unknown(nothing('card')), no(something('card'), is('card', 'equal', { fact: 'cardKey' }))
  ],
  unemploymentbenefit: [
    ...shared,
    unknown(is('inProvince', 'equal', false), { any: [nothing('household'), nothing('insured'), nothing('permit_city')] }),
    no(is('inProvince', 'equal', false), something('household'), something('insured'), something('permit_city')),
    unknown(nothing('months')), no(something('months'), is('months', 'lessThan', 192)),
    no(something('months'), is('months', 'greaterThanInclusive', { fact: 'retires_last' })),
    unknown(something('months'), is('months', 'greaterThanInclusive', { fact: 'retires_first' }), is('months', 'lessThan', { fact: 'retires_last' })),
    unknown(nothing('employed')), no(is('employed', 'equal', true)),
    unknown(nothing('business')), no(something('business'), is('business', 'notEqual', '')),
    unknown(nothing('paid')), no(something('paid'), is('paid', 'lessThan', 0)),
    unknown(something('paid'), is('paid', 'lessThan', 12), is('paid', 'greaterThanInclusive', 0), nothing('left')),
    no(something('paid'), is('paid', 'lessThan', 12), something('left'), is('left', 'equal', 0)),
    unknown(is('insuredElsewhere', 'equal', true)), unknown(nothing('pension')), no(something('pension'), is('pension', 'notEqual', '')),
    unknown(nothing('reason')), no(is('reason', 'in', ['', 'resigned'])), unknown(is('reason', 'equal', 'other')),
    unknown(nothing('drawn_days')), no(something('drawn_days'), is('drawn_days', 'greaterThanInclusive', 0)), ...bank
  ]
}
// What a condition reckons from other facts, as this engine has it.
const reckoned = {
  opens: (_, a) => a.factValue('household').then(h => h === null ? 0 : begins.allowance(h)),
  ownCard: (_, a) => a.factValue('household').then(card),
  cardAt: async (_, a) => await a.factValue('ownCard') || card(await a.factValue('permit_city')),
  cardKey: async (_, a) => {
    const [h, months, at] = [await a.factValue('household'), await a.factValue('months'), await a.factValue('cardAt')]
    if (h === null || at === 0 || months < at) return 'none'
    const city = card(h) > 0 ? h.slice(0, 4) + '00' : await a.factValue('permit_city')
    return city + (months >= (city === '440100' ? 778 : 780) ? '/full' : '/half')
  },
  inProvince: async (_, a) => [await a.factValue('household'), await a.factValue('insured'), await a.factValue('permit_city')].some(v => v !== null && v.startsWith('44')),
  insuredElsewhere: (_, a) => a.factValue('insured').then(v => v === null || v !== '' && !v.startsWith('44'))
}
for (const service of services) {
  const engine = new Engine(rules[service])
  engine.addOperator(startsWith)
  engine.addOperator(startsNot)
  for (const [name, value] of Object.entries(reckoned)) engine.addFact(name, value)
  await measure('json-rules-engine', service, async facts => {
    const { events } = await engine.run(facts)
    const types = events.map(e => e.type)
    return types.includes('no') ? 'rejected' : types.includes('unknown') ? 'referred' : 'approved'
  })
}
