package main

import (
	"context"

	"miaoban/local/gateway"
	"miaoban/shared/access"
	"miaoban/shared/store"
)

// withRights is the store as the function may use it: as its policies in the template allow, which
// IAM holds it to in a deployment.
func withRights(template *gateway.Template, function string, records store.Store) (store.Store, error) {
	rights, err := template.Rights(function)
	if err != nil {
		return nil, err
	}
	return access.Guard(records, func(_ context.Context, action, partition string) error {
		if rights.Allow("dynamodb:"+action, partition) {
			return nil
		}
		return access.Denied(function, action, partition)
	}), nil
}

// own is the store as the function of the template may use it.
func (s settings) own(function string, records store.Store) (store.Store, error) {
	template, err := gateway.Load(s.template)
	if err != nil {
		return nil, err
	}
	return withRights(template, function, records)
}
