package functions_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"miaoban/functions/proof/certificates"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

// inOrder fails unless the texts follow each other in the page.
func inOrder(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		_, rest, found := strings.Cut(page, text)
		if !found {
			t.Errorf("%q is missing, or comes too early", text)
			return
		}
		page = rest
	}
}

// TestAResultSaysFirstWhatItMeans: what is paid, when and to where; then what follows and whom to ask; then the
// certificate; then the reasons, and the check of the identity last.
func TestAResultSaysFirstWhatItMeans(t *testing.T) {
	h := portal(t)
	const name = "何婉清" // 75 years old
	granted := h.Apply("elderlyallowance", name, fmt.Sprintf(`{"payee":"own","account":%q}`, platformtest.Person(t, name).Card))
	const means = "每月50元，2026年12月起发到尾号2868的卡；年满80周岁（2031年3月）起每月150元"
	if !strings.HasPrefix(granted.Means.ZH, means) {
		t.Errorf("it means %q, want %q", granted.Means.ZH, means)
	}
	page := h.Call(name, http.MethodGet, "/applications/"+granted.Number, "", "Accept", "text/html").Body
	inOrder(t, page, means, "已批准，不用再办其他手续。", "佛山市南海区民政局", "tel:12345", "/certificates/"+granted.Certificate.Number,
		"逐条说明", "身份信息已核验")
	if _, after, _ := strings.Cut(page, "身份信息已核验"); strings.Contains(after, `class="finding`) {
		t.Error("the check of the identity is not the last of the reasons")
	}
	english := h.Call(name, http.MethodGet, "/applications/"+granted.Number+"?lang=en", "", "Accept", "text/html").Body
	inOrder(t, english, "CNY 50 a month from December 2026 on, paid to your card ending in 2868", "at the age of 80, from March 2031 on")

	referred := h.Apply("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	if referred.Outcome != decision.Referred || referred.Term == nil {
		t.Fatalf("%+v", referred)
	}
	if next := referred.Next.ZH; !strings.Contains(next, referred.Term.By.ZH()) || !strings.Contains(next, "民政局") ||
		!strings.Contains(next, "12345") {
		t.Errorf("a referral says %q, without its day, office or phone", next)
	}
}

// TestTheOfficeOfAResultIsTheAuthorityOfItsCertificate, also in each part of a bundle, which says of each part what
// it means, and who decides it by when.
func TestTheOfficeOfAResultIsTheAuthorityOfItsCertificate(t *testing.T) {
	h := portal(t)
	services, bundles := map[string]bool{}, 0
	var look func(of string, r instant.Receipt)
	look = func(of string, r instant.Receipt) {
		if r.Certificate != nil {
			services[r.Service] = true
			if r.Contact == nil || r.Contact.Office != r.Certificate.Issuer {
				t.Errorf("%s: decided by %+v, and its certificate is of %+v", of, r.Contact, r.Certificate.Issuer)
			}
		}
		for _, part := range r.Parts {
			look(of+"/"+part.Service, part)
			if r.Contact == nil || !strings.Contains(r.Contact.Office.ZH, part.Contact.Office.ZH) {
				t.Errorf("%s: decided by %+v, without %s", of, r.Contact, part.Contact.Office.ZH)
			}
			if part.Means.ZH == "" || !strings.Contains(r.Means.ZH, part.Means.ZH) {
				t.Errorf("%s: it means %q, without %q", of, r.Means.ZH, part.Means.ZH)
			}
			if part.Outcome == decision.Referred && (r.Term == nil || r.Term.By.Before(part.Term.By) ||
				!strings.Contains(r.Next.ZH, r.Term.By.ZH())) {
				t.Errorf("%s: what follows is %q, without the day of %s", of, r.Next.ZH, part.Title.ZH)
			}
		}
		if r.Parts != nil {
			bundles++
		}
	}
	for _, p := range present(t, h) {
		if strings.HasPrefix(p.path, "/applications/") && !strings.ContainsAny(strings.TrimPrefix(p.path, "/applications/"), "/?") {
			var receipt instant.Receipt
			h.Get(p.person, p.path, &receipt)
			look(p.of, receipt)
		}
	}
	if len(services) < 20 || bundles < 4 {
		t.Errorf("only %d services and %d bundles were seen", len(services), bundles)
	}
}

// TestWhatIsPaidIsOnThePageOfTheService: each service that pays says before what it gives in which place.
func TestWhatIsPaidIsOnThePageOfTheService(t *testing.T) {
	h := portal(t)
	pays := map[string]bool{}
	for _, p := range present(t, h) {
		slug, outcome, _ := strings.Cut(p.of, "/")
		var receipt instant.Receipt
		if outcome == "approved" && strings.HasPrefix(p.path, "/applications/") {
			h.Get(p.person, p.path, &receipt)
			pays[slug] = pays[slug] || receipt.Payment != nil
		}
	}
	for slug, pay := range pays {
		var guide instant.Guide
		if h.Get("何婉清", "/services/"+slug, &guide); pay && len(guide.Amounts) == 0 {
			t.Errorf("%s pays, and its page does not say what", slug)
		}
	}
	if !pays["housingfundrent"] || !pays["talentsubsidy"] || !pays["elderlyallowance"] {
		t.Errorf("these pay: %v", pays)
	}
}

// TestACodeIsReadInEnglish: the title and the captions of whatever certificate is verified by its code are in English
// on an English page, though the code has the Chinese alone.
func TestACodeIsReadInEnglish(t *testing.T) {
	h := portal(t)
	caption := regexp.MustCompile(`<dt>([^<]*)</dt>`)
	seen := map[string]bool{}
	for _, p := range present(t, h) {
		var c certificates.Certificate
		if !strings.HasPrefix(p.path, "/certificates/") || h.Get(p.person, p.path, &c) != http.StatusOK {
			continue
		}
		page := h.Call("", http.MethodPost, "/verify", "token="+url.QueryEscape(c.Code), "Accept", "text/html", "Accept-Language", "en",
			"Content-Type", "application/x-www-form-urlencoded").Body
		all := caption.FindAllStringSubmatch(page, -1)
		if len(all) < 5 || !strings.Contains(page, "<dd>"+html.EscapeString(c.Title.EN)+"</dd>") {
			t.Errorf("%s: %q is not on the page with %d captions", p.of, c.Title.EN, len(all))
		}
		for _, found := range all {
			if seen[found[1]] = true; strings.IndexFunc(found[1], func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
				t.Errorf("%s: the caption %s", p.of, found[1])
			}
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d captions were seen", len(seen))
	}
}

// TestAnExpiredCertificateIsListedAsSuch, in the words of the language.
func TestAnExpiredCertificateIsListedAsSuch(t *testing.T) {
	h := portal(t)
	granted := h.Apply("graduatesettlement", "贺学士", `{"city":"440100","address":"collective"}`)
	for _, tt := range []struct {
		day     calendar.Date
		expired bool
	}{{granted.Certificate.ValidUntil, false}, {granted.Certificate.ValidUntil.AddDays(1), true}} {
		h.At(tt.day.Start())
		for path, word := range map[string]string{"/certificates": "已过有效期", "/certificates?lang=en": "Expired"} {
			if page := h.Call("贺学士", http.MethodGet, path, "", "Accept", "text/html").Body; strings.Contains(page, word) != tt.expired ||
				!strings.Contains(page, granted.Certificate.Number) {
				t.Errorf("on %s %s says %q: %t", tt.day, path, word, !tt.expired)
			}
		}
	}
}

// TestWhatFailedComesFirst in the reasons of a rejection.
func TestWhatFailedComesFirst(t *testing.T) {
	h := portal(t)
	rejected := 0
	for _, p := range present(t, h) {
		bundle := strings.HasPrefix(p.of, "birth/") || strings.HasPrefix(p.of, "startup/") // each of its parts has reasons
		if bundle || !strings.HasSuffix(p.of, "/rejected") || strings.HasPrefix(p.path, "/certificates/") {
			continue
		}
		var receipt instant.Receipt
		if h.Get(p.person, p.path, &receipt); receipt.Outcome != decision.Rejected {
			continue // the store of this test has what the other events left
		}
		rejected++
		page := h.Call(p.person, http.MethodGet, p.path, "", "Accept", "text/html").Body
		met := false
		for _, finding := range strings.Split(page, `<article class="finding `)[1:] {
			if strings.HasPrefix(finding, "met") {
				met = true
			} else if met {
				t.Errorf("%s: %.80s comes after a condition that is met", p.of, finding)
			}
		}
		inOrder(t, page, "这次没有批准，原因：", "逐条说明")
		for _, f := range receipt.Findings {
			if f.Status == decision.NotMet && !strings.Contains(receipt.Means.ZH, strings.TrimRight(f.Text.ZH, "。")) {
				t.Errorf("%s does not say why: %s", receipt.Means.ZH, f.Text.ZH)
			}
		}
	}
	if rejected < 15 {
		t.Errorf("only %d applications were rejected", rejected)
	}
}

// TestABirthShowsTheChildAndEachPart: the child's ID number, and what each part of the bundle brought.
func TestABirthShowsTheChildAndEachPart(t *testing.T) {
	h := portal(t)
	for _, p := range present(t, h) {
		if p.of != "birth/approved" || !strings.HasPrefix(p.path, "/applications/") {
			continue
		}
		page := h.Call(p.person, http.MethodGet, p.path, "", "Accept", "text/html").Body
		inOrder(t, page, "公民身份号码是", "生育登记", "户口", "公民身份号码", "医", "参保", "社会保障卡", "卡号")
		return
	}
	t.Fatal("no event registers a birth")
}
