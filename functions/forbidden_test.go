package functions_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// forbidden are forms that citizens read once and should not read again, in both languages.
var forbidden = []string{
	"共有 %d 处", "共有 1 处", "There are 1", "表单需要更正", "应为 16 至 19 位", "太长或太多", "该账户不是所选收款人", "无需再跑一趟",
	"即时生效", "终止（不再需要）", "距记满12分", "本条不作判断", "没有这项服务", "三张清单", "It ended thus", "all are listed", "to correct;",
	"degree of a bachelor", "llowances of the disabled", "intellect or mind", "A child is born", "Registration of a child to come",
	"It is in no household", "There is one.", "Whose it is alone", "Are you content", "Not content at all", "By promise:", "Found for you",
	"Spend them", "Taken down", "You receive none now", "a truth\"", "is none that this issuer",
}

// TestForbiddenFormsAreGone from the rules, the forms, the catalogue and the pages.
func TestForbiddenFormsAreGone(t *testing.T) {
	files := 0
	for _, root := range []string{".", "../shared"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			source := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
			if err != nil || d.IsDir() || !source && !strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, "policy.yaml") {
				return err
			}
			files++
			text, err := os.ReadFile(path)
			for _, form := range forbidden {
				if strings.Contains(string(text), form) {
					t.Errorf("%s says %q", path, form)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 300 {
		t.Errorf("only %d files were read", files)
	}
}
