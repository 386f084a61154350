package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"miaoban/shared/registry/seed"
)

// signedIn matches the ID number and the name of the person who is signed in in an event.
var signedIn = regexp.MustCompile(`("lambda":\s*\{\s*"id":\s*")([^"]*)(",\s*"name":\s*")([^"]+)"`)

// numbered returns the event with the ID number of the seed person whose name it has. Authors write the
// name and leave the number empty. If several people have the name, the number is required.
func numbered(event []byte, people []seed.Person) ([]byte, error) {
	at := signedIn.FindSubmatchIndex(event)
	if at == nil {
		return event, nil // nobody is signed in
	}
	id, name := string(event[at[4]:at[5]]), string(event[at[8]:at[9]])
	var ids []string
	for _, p := range people {
		if p.Name != name {
			continue
		}
		if p.ID == id {
			return event, nil
		}
		ids = append(ids, p.ID)
	}
	if len(ids) != 1 {
		return nil, fmt.Errorf("%d seed people are called %s: write the name of one person, or also the ID number", len(ids), name)
	}
	return append(append(append([]byte{}, event[:at[4]]...), ids[0]...), event[at[5]:]...), nil
}

// numberEvents writes the ID numbers into the events of the folder.
func numberEvents(folder string, people []seed.Person) error {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.json"))
	if err != nil {
		return err
	}
	for _, file := range files {
		event, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		is, err := numbered(event, people)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if string(is) != string(event) {
			if err := os.WriteFile(file, is, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
