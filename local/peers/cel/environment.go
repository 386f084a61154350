package main

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// environment knows the facts by name, each of any type, and how a household's city is named.
func environment(facts map[string]any) *cel.Env {
	options := []cel.EnvOption{
		cel.Function("city", cel.MemberOverload("string_city", []*cel.Type{cel.DynType}, cel.StringType,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(string(v.(types.String))[:4] + "00") }))),
	}
	for name := range facts {
		options = append(options, cel.Variable(name, cel.DynType))
	}
	env, err := cel.NewEnv(options...)
	check(err)
	return env
}
