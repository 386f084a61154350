// Command openapi writes the API's description (OpenAPI 3.1) from the types of the functions' answers, the
// routes of the template and the fields of the forms.
//
//	make describe
package main

import (
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	text, err := describe()
	if err == nil {
		err = os.WriteFile(filepath.Join("functions", "citizens", "portal", "openapi.json"), text, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}
