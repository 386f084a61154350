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
    # OPTIONS, which it adds to each for CORS, is not in the template. It takes the default route for all methods.
    return {
        r.path if r.path == "$default" else f"{method} {r.path}": r.function_name
        for r in found
        for method in r.methods
        if method != "OPTIONS"
    }


# The property in which a resource has a name that is unique in an account and region.
PHYSICAL = {
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::Dashboard": "DashboardName",
    "AWS::CodeDeploy::Application": "ApplicationName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::Role": "RoleName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Scheduler::Schedule": "Name",
    "AWS::Scheduler::ScheduleGroup": "Name",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
}


def fixed(resources):
    """The names that a second stack in the same account and region would have too."""
    names = {i: r.get("Properties", {}).get(PHYSICAL.get(r["Type"], "")) for i, r in resources.items()}
    return {i: json.dumps(name) for i, name in names.items() if name and "AWS::StackName" not in json.dumps(name)}


arguments = sys.argv[1:]
given = dict(a.split("=", 1) for a in arguments if "=" in a)
for template in (a for a in arguments if "=" not in a):
    made = transform(template, given)
    print(json.dumps({"routes": routes(template), "fixed": fixed(made["Resources"]), **made}))
