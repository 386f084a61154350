package main

import (
	"os"
	"strings"
	"testing"

	"miaoban/local/gateway"
	"miaoban/shared/token"
)

// TestSessionFunctionsReadOnlySessions requires that the authorizer and the session may use the list of withdrawn sessions and
// nothing else, and that API Gateway keeps none of the authorizer's answers.
func TestSessionFunctionsReadOnlySessions(t *testing.T) {
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for function, action := range map[string]string{"AuthorizerFunction": "dynamodb:GetItem", "SessionFunction": "dynamodb:UpdateItem"} {
		rights, err := template.Rights(function)
		if err != nil {
			t.Fatal(err)
		}
		if !rights.Allow(action, token.Partitions+"1") || rights.Allow(action, "PERSON#1") || len(rights.Actions()) != 1 {
			t.Errorf("%s may do %v", function, rights)
		}
	}
	text, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "ReauthorizeEvery: 0 ") {
		t.Error("an authorizer's answer may be kept: it would outlive the session")
	}
}
