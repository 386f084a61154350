package main

import (
	"cmp"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"go.yaml.in/yaml/v4"

	"miaoban/local/release"
)

// releaseVersions writes the versions of the functions into the template that sam build left in the
// folder, and the values of all parameters into parameters.yaml beside it, for sam deploy.
func releaseVersions(arguments []string, out io.Writer) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	file := flags.String("values", "", "file with the values of the template's parameters: stages/dev.yaml")
	built := flags.String("built", ".aws-sam/build", "folder that sam build wrote")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *file == "" || flags.NArg() > 0 {
		return errors.New("release: name the file with the values of the parameters: release -values stages/dev.yaml")
	}
	text, err := os.ReadFile(*file)
	if err != nil {
		return fmt.Errorf("release: %w", err)
	}
	var given map[string]string
	if err := yaml.Load(text, &given); err != nil {
		return fmt.Errorf("release: %s: %w", *file, err)
	}
	path := filepath.Join(*built, "template.yaml")
	template, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("release: build the functions first (make build): %w", err)
	}
	values, err := release.Values(template, given)
	if err != nil {
		return err
	}
	versions, err := release.Versions(template, values, func(function string) (string, error) {
		return digestOf(filepath.Join(*built, function, "bootstrap"), values["Architecture"])
	})
	if err != nil {
		return err
	}
	written, err := release.Write(template, values, versions)
	if err != nil {
		return err
	}
	parameters, err := yaml.Marshal(values)
	if err != nil {
		return fmt.Errorf("release: %w", err)
	}
	if err := cmp.Or(os.WriteFile(path, written, 0o600),
		os.WriteFile(filepath.Join(*built, "parameters.yaml"), parameters, 0o600)); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(versions)) {
		fmt.Fprintf(out, "%s %s\n", versions[name].Digest[:10], name)
	}
	return nil
}

// machines are the processors of Lambda's architectures.
var machines = map[string]elf.Machine{"arm64": elf.EM_AARCH64, "x86_64": elf.EM_X86_64}

// digestOf is the SHA-256 digest of a function's program, which must be built for the architecture.
func digestOf(path, architecture string) (string, error) {
	program, err := elf.Open(path)
	if err != nil {
		return "", err
	}
	defer program.Close()
	if program.Machine != machines[architecture] {
		return "", fmt.Errorf("it is built for %v, but Architecture is %s: build with GOARCH=arm64 for arm64, and amd64 for x86_64",
			program.Machine, architecture)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
