#!/usr/bin/env bash
# Versions:  golang.org/x/text v0.43.0 (Go), iconv-lite 0.7.0 (npm).
# Behaviour: GB 18030-2022 maps the two-byte code FE59 to U+9FB4 (the edition of 2005 maps it to a
#            private-use character), and A8BC to U+1E3F. Two widely used decoders do not
#            follow the 2022 edition, and differ from each other:
#              x/text decodes both codes, and 23 more two-byte codes, to U+FFFD without an error;
#              iconv-lite decodes FE59 to the private-use U+E81E (as in 2000 and 2005), A8BC to U+1E3F.
#            A file that follows the standard loses these characters without an error.
# Seen:      go FE59=FFFD FE61=FFFD FEA0=FFFD A8BC=FFFD A6D9=FFFD err=<nil>
#            iconv-lite FE59=E81E FE61=E826 FEA0=E864 A8BC=1E3F A6D9=E78D
set -euo pipefail
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"

cat > main.go <<'GO'
package main

import (
	"encoding/hex"
	"fmt"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func main() {
	fmt.Print("go")
	var fault error
	for _, code := range []string{"FE59", "FE61", "FEA0", "A8BC", "A6D9"} {
		raw, _ := hex.DecodeString(code)
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
		if err != nil {
			fault = err
		}
		fmt.Printf(" %s=%04X", code, []rune(string(text))[0])
	}
	fmt.Printf(" err=%v\n", fault)
}
GO
GOFLAGS= go mod init finding 2>/dev/null
GOFLAGS= go get golang.org/x/text@v0.43.0 2>/dev/null
seen=$(GOFLAGS= go run .)
echo "$seen"
[ "$seen" = "go FE59=FFFD FE61=FFFD FEA0=FFFD A8BC=FFFD A6D9=FFFD err=<nil>" ] || { echo "CHANGED"; exit 1; }

npm init -y >/dev/null
npm install --silent --no-audit --no-fund iconv-lite@0.7.0 >/dev/null
seen=$(node -e '
const { decode } = require("iconv-lite");
const read = (code) => code + "=" + decode(Buffer.from(code, "hex"), "gb18030").codePointAt(0).toString(16).toUpperCase();
console.log("iconv-lite", ["FE59", "FE61", "FEA0", "A8BC", "A6D9"].map(read).join(" "));')
echo "$seen"
[ "$seen" = "iconv-lite FE59=E81E FE61=E826 FEA0=E864 A8BC=1E3F A6D9=E78D" ] || { echo "CHANGED"; exit 1; }
echo "as described"
