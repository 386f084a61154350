package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"miaoban/functions/citizens/session"
	"miaoban/local/gateway"
	"miaoban/shared/access"
	"miaoban/shared/platform"
	"miaoban/shared/web"
)

// routesFile is the list of all routes from which the portal answers requests that match none.
const routesFile = "functions/citizens/portal/routes.txt"

// writeRoutes writes the routes from the functions' code into the template, and the list of them.
func writeRoutes(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if text, err = described(text); err != nil {
		return err
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return err
	}
	template, err := gateway.Load(path)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(path), routesFile), listRoutes(template), 0o644)
}

// described is the template with the routes of the functions' code, and their rights.
func described(template []byte) ([]byte, error) {
	rights, err := access.Load()
	if err != nil {
		return nil, err
	}
	template, err = gateway.Define(template, routesOf)
	if err != nil {
		return nil, err
	}
	return gateway.Grant(template, rights)
}

// listRoutes lists the template's routes but for the default one, a line each.
func listRoutes(template *gateway.Template) []byte {
	var all []string
	for _, function := range template.Functions() {
		for _, route := range template.Routes(function) {
			if route != gateway.DefaultRoute {
				all = append(all, route+"\n")
			}
		}
	}
	slices.Sort(all)
	return []byte(strings.Join(all, ""))
}

// routesOf returns the routes of the functions by logical id. Functions without HTTP have none.
func routesOf(names []string) (map[string][]string, error) {
	dir, err := os.MkdirTemp("", "routes")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	environment := map[string]string{
		"SIGNING_KEYS": "file:" + filepath.Join(dir, "keys.json"), "ISSUER": "https://issuer.example", "AUDIENCE": audience,
	}
	getenv := func(name string) string { return environment[name] }
	engine, err := platform.NewEngine(getenv, nil, nil)
	if err != nil {
		return nil, err
	}
	folders := catalogue(func(string) func(string) string { return getenv })
	all := map[string][]string{}
	for _, name := range names {
		folder := strings.ToLower(strings.TrimSuffix(name, "Function"))
		handlers, err := session.Routes(getenv, nil, web.New(true), time.Now)
		if function, ok := folders[folder]; ok {
			handlers, err = function(engine)
		} else if folder != "session" {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
		for route := range handlers {
			all[name] = append(all[name], route)
		}
	}
	return all, nil
}
