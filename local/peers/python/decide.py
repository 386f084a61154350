"""Decides the cases with OpenFisca: each condition is a variable, 1 where it is met, 0 where
not, -1 where that is unknown. Once a person at a time, as a request comes, and once all
people together, for which OpenFisca is made."""

import json
import sys
import time

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

path, seconds, rounds = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
cases = json.load(open(path, encoding="utf-8"))
UNKNOWN, NONE = -99999, -99998
DAY = "2026-11-24"
person = build_entity(key="person", plural="persons", label="A person", is_person=True)


def number(value):
    """A fact as OpenFisca's arrays take it."""
    if value is None:
        return UNKNOWN
    if value == "":
        return NONE
    if isinstance(value, bool):
        return int(value)
    return value


REASONS = {"dismissed": 1, "expired": 1, "closed": 1, "resigned": 0, "other": 2}


def encode(facts):
    return {
        "died": NONE if facts["died"] == "" else UNKNOWN if facts["died"] is None else 1,
        "household": number(facts["household"] and int(facts["household"][:6])),
        "months": number(facts["months"]),
        "female": int(facts["female"]),
        "paid_by": number(facts["paid_by"] and int(facts["paid_by"])),
        "holder": number(facts["holder"] and int(facts["holder"] == "self")),
        "account_open": number(facts["open"]),
        "permit_city": number(facts["permit_city"] and int(facts["permit_city"])),
        "permit_days": number(facts["permit_days"]),
        "card": number(facts["card"] and int(facts["card"].split("/")[0]) * 10 + int(facts["card"].endswith("full"))),
        "insured": number(facts["insured"] and int(facts["insured"])),
        "paid": number(facts["paid"]),
        "reason": number(facts["reason"] and REASONS[facts["reason"]]),
        "drawn_days": number(facts["drawn_days"]),
        "employed": number(facts["employed"]),
        "left": number(facts["left"]),
        "pension": NONE if facts["pension"] == "" else UNKNOWN if facts["pension"] is None else 1,
        "retires_first": number(facts["retires_first"]),
        "retires_last": number(facts["retires_last"]),
        "business": NONE if facts["business"] == "" else UNKNOWN if facts["business"] is None else 1,
    }


def variable(name, formula=None):
    members = {"value_type": int, "entity": person, "definition_period": DateUnit.DAY, "label": name, "default_value": UNKNOWN}
    if formula:
        members["formula"] = formula
    return type(name, (Variable,), members)


def at(table, place, digits):
    """The first month of age that a table has for the place; 0 where it has none."""
    prefixes = [place // 10 ** (6 - len(str(p))) == p for p in table]
    return numpy.select(prefixes, list(table.values()), 0)


ALLOWANCE, CARD = {440605: 840, 4406: 960, 4403: 838}, {4401: 718, 4406: 720, 4403: 780}


def status(unknown, unmet):
    """Unknown goes before unmet, which goes before met."""
    return numpy.select([unknown, unmet], [-1, 0], 1)


def alive(p, period):
    died = p("died", period)
    return status(died == UNKNOWN, died != NONE)


def allowance_place(p, period):
    place = p("household", period)
    begins = at(ALLOWANCE, place, 6)
    return numpy.select([place == UNKNOWN, place // 10000 != 44, begins == 0], [-1, 0, -1], 1)


def allowance_age(p, period):
    place, months = p("household", period), p("months", period)
    begins = at(ALLOWANCE, place, 6)
    return status((place == UNKNOWN) | (months == UNKNOWN) | (begins == 0), months < begins)


def allowance_once(p, period):
    paid = p("paid_by", period)
    return status(paid == UNKNOWN, paid != NONE)


def account(p, period):
    holder, is_open = p("holder", period), p("account_open", period)
    return status((holder == UNKNOWN) | (is_open == UNKNOWN), (is_open == 0) | (holder != 1))


def own_card(p, period):
    return at(CARD, p("household", period), 4)


def card_at(p, period):
    own = p("own_card", period)
    return numpy.where(own > 0, own, at(CARD, p("permit_city", period), 4))


def card_place(p, period):
    place, own, city, days = p("household", period), p("own_card", period), p("permit_city", period), p("permit_days", period)
    return numpy.select(
        [place == UNKNOWN, own > 0, city == UNKNOWN, city == NONE, days < 0, at(CARD, city, 4) > 0],
        [-1, 1, -1, -1, -1, 1], -1)


def card_age(p, period):
    place, months, begins = p("household", period), p("months", period), p("card_at", period)
    return status((place == UNKNOWN) | (months == UNKNOWN) | (begins == 0) & (months >= 708), months < numpy.maximum(begins, 708))


def card_once(p, period):
    held, place, months, begins = p("card", period), p("household", period), p("months", period), p("card_at", period)
    city = numpy.where(p("own_card", period) > 0, place // 100 * 100, p("permit_city", period))
    key = city * 10 + (months >= numpy.where(city == 440100, 778, 780))
    due = (place != UNKNOWN) & (begins > 0) & (months >= begins)
    return status(held == UNKNOWN, due & (held == key))


def benefit_place(p, period):
    places = [p(name, period) for name in ("household", "insured", "permit_city")]
    inside = numpy.logical_or.reduce([(v > 0) & (v // 10000 == 44) for v in places])
    return numpy.select([inside, numpy.logical_or.reduce([v == UNKNOWN for v in places])], [1, -1], 0)


def benefit_age(p, period):
    months, first, last = p("months", period), p("retires_first", period), p("retires_last", period)
    return numpy.select([months == UNKNOWN, months < 192, months < first, months >= last], [-1, 0, 1, 0], -1)


def benefit_jobless(p, period):
    employed = p("employed", period)
    return status(employed == UNKNOWN, employed == 1)


def benefit_business(p, period):
    business = p("business", period)
    return status(business == UNKNOWN, business != NONE)


def benefit_paid(p, period):
    paid, left = p("paid", period), p("left", period)
    return numpy.select([paid == UNKNOWN, paid < 0, paid >= 12, left == UNKNOWN], [-1, 0, 1, -1], left > 0)


def benefit_reason(p, period):
    reason = p("reason", period)
    return status((reason == UNKNOWN) | (reason == 2), (reason == NONE) | (reason == 0))


def benefit_drawn(p, period):
    days = p("drawn_days", period)
    return status(days == UNKNOWN, days >= 0)


def benefit_drawn_at(p, period):
    insured = p("insured", period)
    return numpy.where((insured == NONE) | (insured // 10000 == 44), 1, -1)


def benefit_pension(p, period):
    pension = p("pension", period)
    return status(pension == UNKNOWN, pension != NONE)


SERVICES = {
    "elderlyallowance": [alive, allowance_place, allowance_age, allowance_once, account],
    "seniorcard": [alive, card_place, card_age, card_once],
    "unemploymentbenefit": [alive, benefit_place, benefit_age, benefit_jobless, benefit_business, benefit_paid, benefit_reason, benefit_drawn, benefit_drawn_at, benefit_pension, account],
}
OUTCOMES = {1: "approved", 0: "rejected", -1: "referred"}

system = TaxBenefitSystem([person])
for name in encode(cases[0]["facts"]):
    system.add_variable(variable(name))
for formula in {f for conditions in SERVICES.values() for f in conditions} | {own_card, card_at}:
    system.add_variable(variable(formula.__name__, formula))


def concluding(names):
    """Rejected where a condition is not met, else referred where one is unknown."""
    def conclude(p, period):
        statuses = [p(name, period) for name in names]
        return numpy.select([numpy.logical_or.reduce([s == v for s in statuses]) for v in (0, -1)], [0, -1], 1)
    return conclude


for service, conditions in SERVICES.items():
    system.add_variable(variable(service, concluding([c.__name__ for c in conditions])))


def decide(service, people):
    """The outcomes of the people, given as arrays by variable."""
    simulation = SimulationBuilder().build_default_simulation(system, count=len(people["died"]))
    for name, values in people.items():
        simulation.set_input(name, DAY, values)
    return simulation.calculate(service, DAY)


encoded = [encode(c["facts"]) for c in cases]
single = [{name: numpy.array([value]) for name, value in e.items()} for e in encoded]
together = {name: numpy.array([e[name] for e in encoded]) for name in encoded[0]}


def measure(engine, service, wrong, once):
    rates = []
    for _ in range(rounds):
        began, n = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            n += once(n)
        rates.append(n / (time.perf_counter() - began))
    print(json.dumps({"engine": engine, "subject": service, "wrong": wrong, "rates": rates}, ensure_ascii=False))


for service in SERVICES:
    decided = decide(service, together)
    wrong = sum(OUTCOMES[int(d)] != c["outcomes"][service] for d, c in zip(decided, cases))

    def one(n):
        for i in range(50):
            decide(service, single[(n + i) % len(single)])
        return 50

    def all_at_once(n):
        decide(service, together)
        return len(cases)

    measure("OpenFisca, a person at a time", service, wrong, one)
    measure(f"OpenFisca, {len(cases)} people at once", service, wrong, all_at_once)
