package policy

import (
	_ "embed"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v4"
)

//go:embed bases.yaml
var sharedBases []byte

// bases returns the legal bases that policies share, by name.
var bases = sync.OnceValues(func() (all map[string]Basis, err error) {
	err = yaml.Load(sharedBases, &all, yaml.WithKnownFields(), yaml.WithUniqueKeys())
	return all, err
})

// UnmarshalYAML reads a basis, or the name of a shared one (bases.yaml).
func (b *Basis) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode && node.Tag != "!!null" {
		all, err := bases()
		if err != nil {
			return fmt.Errorf("the shared bases: %w", err)
		}
		shared, known := all[node.Value]
		if !known {
			return faults{{node.Line, fmt.Sprintf("there is no basis %q: write its `title` and `source`, or a name of "+
				"shared/policy/bases.yaml", node.Value)}}
		}
		*b = shared
		return nil
	}
	type plain Basis // without this method
	var read plain
	if err := node.Load(&read, yaml.WithKnownFields()); err != nil {
		return err
	}
	*b = Basis(read)
	return nil
}
