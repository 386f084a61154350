package release_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"miaoban/local/release"
)

const house = "../../template.yaml"

// versionsOf are the versions of the template's functions, of which each has its name as code.
func versionsOf(t *testing.T, template []byte, given map[string]string) map[string]release.Version {
	t.Helper()
	values, err := release.Values(template, given)
	if err != nil {
		t.Fatal(err)
	}
	versions, err := release.Versions(template, values, func(function string) (string, error) { return function, nil })
	if err != nil {
		t.Fatal(err)
	}
	return versions
}

// changed are the functions that have another version, in order.
func changed(was, is map[string]release.Version) []string {
	var names []string
	for name, version := range is {
		if version.Digest != was[name].Digest {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func read(t *testing.T) []byte {
	t.Helper()
	template, err := os.ReadFile(house)
	if err != nil {
		t.Fatal(err)
	}
	return template
}

// TestAChangedParameterReachesItsFunctions: each parameter gives a new version to the functions
// whose configuration has its value, and to no other.
func TestAChangedParameterReachesItsFunctions(t *testing.T) {
	template := read(t)
	was := versionsOf(t, template, nil)
	none, all := []string{}, slices.Sorted(maps.Keys(was))
	verifying := []string{"CertificatesFunction", "PdfFunction", "VerifyFunction"}
	for parameter, tt := range map[string]struct {
		value string
		want  []string
	}{
		"Stage":              {"staging", none},
		"Store":              {"embedded", all},
		"Architecture":       {"x86_64", all},
		"Issuer":             {"https://id.example", []string{"AuthorizerFunction", "SessionFunction"}},
		"Audience":           {"city", []string{"AuthorizerFunction", "SessionFunction"}},
		"JwksUrl":            {"https://id.example/keys", []string{"AuthorizerFunction"}},
		"PublicUrl":          {"https://miaoban.example", all},
		"RetiredSigningKeys": {",kms:arn:aws:kms:us-east-1:1:key/2", verifying},
		"SigningCertificate": {"arn:aws:secretsmanager:us-east-1:1:secret:chain", []string{"PdfFunction"}},
		"AllowedOrigin":      {"https://other.example", none},
		"Demonstration":      {"false", all},
		"Departments":        {"population=https://sharing.example/population", all},
		"DepartmentSecret":   {"arn:aws:secretsmanager:us-east-1:1:secret:token", all},
		"AlarmEmail":         {"on-call@example.com", none},
		"ErrorsTolerated":    {"50", none},
		"ReferralsNormal":    {"10", none},
		"Tracing":            {"PassThrough", all},
		"WarmWrites":         {"20000", none},
		"DomainName":         {"banshi.example.gov.cn", all},
		"DomainCertificate":  {"arn:aws:acm:us-east-1:1:certificate/1", none},
		"ExistingTable":      {"restored", all},
		"ExistingKey":        {"arn:aws:kms:us-east-1:1:key/3", none},
		"ExistingRecordsKey": {"arn:aws:kms:us-east-1:1:key/4", all},
		"ExistingSigningKey": {"arn:aws:kms:us-east-1:1:key/5", slices.Sorted(slices.Values(append([]string{"AuditingFunction"}, verifying...)))},
		"RecordsStack":       {"miaoban-before", all},
		"VerifyConcurrency":  {"0", none},
		"SubnetIds":          {"subnet-1,subnet-2", all},
		"SecurityGroupIds":   {"sg-1", none}, // without subnets
	} {
		t.Run(parameter, func(t *testing.T) {
			got := changed(was, versionsOf(t, template, map[string]string{parameter: tt.value}))
			if !slices.Equal(got, tt.want) {
				t.Errorf("new versions of %d functions %v, want %d %v", len(got), got, len(tt.want), tt.want)
			}
		})
	}
	values, err := release.Values(template, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != 28 {
		t.Errorf("the template has %d parameters: each belongs into this test", len(values))
	}
}

// TestWhatIsInAVersion: code and configuration are, who may call a function and how often are not.
func TestWhatIsInAVersion(t *testing.T) {
	template := string(read(t))
	was := versionsOf(t, []byte(template), nil)
	for name, tt := range map[string]struct{ old, new string }{
		"policies":             {"Action: [dynamodb:UpdateItem]", "Action: [dynamodb:PutItem]"},
		"reserved concurrency": {"!Ref VerifyConcurrency, !Ref AWS::NoValue", "7, 8"},
		"gradual deployments":  {"Canary10Percent15Minutes", "AllAtOnce"},
	} {
		if got := changed(was, versionsOf(t, []byte(replaced(t, template, tt.old, tt.new)), nil)); len(got) > 0 {
			t.Errorf("%s: new versions of %v", name, got)
		}
	}
	larger := replaced(t, template, "      MemorySize: 512\n", "      MemorySize: 768\n")
	if got := changed(was, versionsOf(t, []byte(larger), nil)); !slices.Equal(got, []string{"PdfFunction"}) {
		t.Errorf("the memory of PdfFunction: new versions of %v", got)
	}
	values, err := release.Values([]byte(template), nil)
	if err != nil {
		t.Fatal(err)
	}
	now, err := release.Versions([]byte(template), values, func(function string) (string, error) {
		return strings.Replace(function, "BirthFunction", "other code", 1), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := changed(was, now); !slices.Equal(got, []string{"BirthFunction"}) {
		t.Errorf("the code of BirthFunction: new versions of %v", got)
	}
	unknown := replaced(t, template, "      MemorySize: 512\n", "      MemorySize: 512\n      FutureProperty: 1\n")
	if _, err := release.Versions([]byte(unknown), values, func(string) (string, error) { return "", nil }); err == nil {
		t.Error("a property was taken of which nobody said whether it belongs to a version")
	}
}

func replaced(t *testing.T, text, old, new string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("the template has no %q", old)
	}
	return strings.Replace(text, old, new, 1)
}

// TestOtherValuesThanReleased are refused by a rule of the written template: for each parameter
// that a version depends on, and for no other.
func TestOtherValuesThanReleased(t *testing.T) {
	template := read(t)
	values, err := release.Values(template, map[string]string{"Issuer": "https://id.example", "SubnetIds": "subnet-1,subnet-2"})
	if err != nil {
		t.Fatal(err)
	}
	versions, err := release.Versions(template, values, func(function string) (string, error) { return function, nil })
	if err != nil {
		t.Fatal(err)
	}
	written, err := release.Write(template, values, versions)
	if err != nil {
		t.Fatal(err)
	}
	var is struct {
		Rules map[string]struct {
			Assertions []struct {
				Assert            yaml.Node `yaml:"Assert"`
				AssertDescription string    `yaml:"AssertDescription"`
			} `yaml:"Assertions"`
		} `yaml:"Rules"`
		Resources map[string]struct {
			Properties struct {
				AutoPublishCodeSha256 string `yaml:"AutoPublishCodeSha256"`
			} `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	if err := yaml.Load(written, &is); err != nil {
		t.Fatal(err)
	}
	held := map[string]any{}
	for _, a := range is.Rules["Released"].Assertions {
		var assert struct {
			Equals      []any `yaml:"Fn::Equals"`
			EachMember  []any `yaml:"Fn::EachMemberEquals"`
			EachAndBack []any `yaml:"Fn::And"`
		}
		if err := a.Assert.Decode(&assert); err != nil {
			t.Fatal(err)
		}
		if len(assert.EachAndBack) > 0 {
			held["SubnetIds"] = assert.EachAndBack
			continue
		}
		pair := slices.Concat(assert.Equals, assert.EachMember)
		name, _ := pair[0].(map[string]any)["Ref"].(string)
		held[name] = pair[1]
		if !strings.Contains(a.AssertDescription, name) {
			t.Errorf("%s is refused with %q", name, a.AssertDescription)
		}
	}
	for _, free := range []string{
		"Stage", "AlarmEmail", "ErrorsTolerated", "ReferralsNormal", "AllowedOrigin", "WarmWrites", "VerifyConcurrency",
	} {
		if _, is := held[free]; is {
			t.Errorf("%s is held, but no version depends on it", free)
		}
	}
	subnets, _ := held["SubnetIds"].([]any) // no others, and each of them
	if held["Issuer"] != "https://id.example" || len(subnets) != 3 || held["SecurityGroupIds"] != "" || held["Demonstration"] != "true" {
		t.Errorf("held are %v", held)
	}
	if len(is.Rules) != 2 || is.Resources["BirthFunction"].Properties.AutoPublishCodeSha256 != versions["BirthFunction"].Digest {
		t.Errorf("%d rules; BirthFunction has the version %q", len(is.Rules), is.Resources["BirthFunction"].Properties.AutoPublishCodeSha256)
	}
}

// TestValues refuses a name that is no parameter, such as a misspelt one.
func TestValues(t *testing.T) {
	if _, err := release.Values(read(t), map[string]string{"issuer": "https://id.example"}); err == nil {
		t.Error("the parameter issuer was taken")
	}
}
