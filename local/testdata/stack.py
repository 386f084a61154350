"""What AWS makes of a template, and what sam local finds in it, as JSON a line.

    stack.py PARAMETER=VALUE... TEMPLATE...

The template is transformed as CloudFormation does it (aws-sam-translator).
"""

import json
import sys

from samcli.lib.providers.api_provider import ApiProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator


def transform(path, given):
    with open(path, encoding="utf-8") as file:
        # By way of JSON, as CloudFormation gets it: nothing is shared by YAML's aliases.
        template = json.loads(json.dumps(yaml_parse(file.read())))
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/code"  # where sam deploy puts it
    values = {name: str(p["Default"]) for name, p in template["Parameters"].items() if "Default" in p}
    return Translator({}, Parser()).translate(template, values | {"AWS::Region": "us-east-1"} | given)


def routes(path):
    stacks, _ = SamLocalStackProvider.get_stacks(path)
    found = ApiProvider(stacks).api.routes
    # OPTIONS, which it adds to each for CORS, is not in the template.
    return {f"{method} {r.path}": r.function_name for r in found for method in r.methods if method != "OPTIONS"}


arguments = sys.argv[1:]
given = dict(a.split("=", 1) for a in arguments if "=" in a)
for template in (a for a in arguments if "=" not in a):
    print(json.dumps({"routes": routes(template), **transform(template, given)}))
