"""Applies for a service with the client that was generated from /openapi.json."""
import sys

from miaoban_client import AuthenticatedClient
from miaoban_client.api.services import elderlyallowance_apply as apply
from miaoban_client.models import ElderlyallowanceForm, ElderlyallowanceFormPayee

url, token, card = sys.argv[1:]
with AuthenticatedClient(base_url=url, token=token, headers={"Accept": "application/json"}) as client:
    form = ElderlyallowanceForm(payee=ElderlyallowanceFormPayee.OWN, account=card)
    receipt = apply.sync(client=client, body=form, idempotency_key="my-first")
    again = apply.sync(client=client, body=form, idempotency_key="my-first")
    problem = apply.sync(client=client, body=ElderlyallowanceForm(payee=ElderlyallowanceFormPayee.OWN, account="1"))
    fault = problem.errors[0]
    print(f"{receipt.outcome}, {'replayed' if again.number == receipt.number else 'twice'}, {fault.pointer} {fault.code}")
