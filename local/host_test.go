package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/points"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// site is the whole stack behind a real HTTP server.
type site struct {
	t   testing.TB
	url string
	*host
	records *vault.Store
	store   *metered // under it
	log     *safeBuffer
	server  *httptest.Server
}

// stop stops the server permanently: nothing listens at its address any more.
func (s *site) stop() { s.server.CloseClientConnections(); s.server.Close() }

// instead stops the server and lets another one answer at its address with the status.
func (s *site) instead(status int) {
	s.t.Helper()
	s.stop()
	listener, err := net.Listen("tcp", s.server.Listener.Addr().String())
	if err != nil {
		s.t.Fatal(err)
	}
	other := &httptest.Server{
		Listener: listener,
		Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, http.StatusText(status), status)
		})},
	}
	other.Start()
	s.t.Cleanup(other.Close)
}

// metered counts the request units that DynamoDB would bill for a store: for consistent reads one for each 4 KB,
// for transactional writes two for each KB.
type metered struct {
	store.Store
	reads, writes atomic.Int64
}

func units(bytes, each int) int64 { return int64(max(1, (bytes+each-1)/each)) }

func size(i store.Item) int { return len(i.Partition) + len(i.Sort) + len(i.Body) + 30 }

func (m *metered) Get(ctx context.Context, key store.Key) (store.Item, error) {
	item, err := m.Store.Get(ctx, key)
	m.reads.Add(units(size(item), 4<<10))
	return item, err
}

func (m *metered) Query(ctx context.Context, q store.Query) (store.Page, error) {
	page, err := m.Store.Query(ctx, q)
	total := 0
	for _, item := range page.Items {
		total += size(item)
	}
	m.reads.Add(units(total, 4<<10))
	return page, err
}

func (m *metered) Commit(ctx context.Context, writes ...store.Write) error {
	for _, w := range writes {
		m.writes.Add(2 * units(size(w.Item), 1<<10))
	}
	return m.Store.Commit(ctx, writes...)
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func embedded(data string) settings {
	return settings{data: data, template: "../template.yaml", store: "embedded"}
}

func openSite(t testing.TB, data string) *site {
	t.Helper()
	return openSiteOn(t, embedded(data))
}

func openSiteOn(t testing.TB, on settings) *site {
	t.Helper()
	s := &site{t: t, log: &safeBuffer{}}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }))
	s.server = server
	if on.address != "" {
		server.Listener.Close()
		var err error
		if server.Listener, err = net.Listen("tcp", on.address); err != nil {
			t.Fatal(err)
		}
	}
	s.url = addressOf(server.Listener)
	records, err := seeded(t, on).openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.store = &metered{}
	below := func(inner store.Store) store.Store { s.store.Store = inner; return s.store }
	s.records = records.WithInner(below)
	if s.host, err = newHost(s.url, on, s.records, s.log); err != nil {
		t.Fatal(err)
	}
	server.Start()
	t.Cleanup(func() {
		server.Close()
		if err := records.Close(); err != nil {
			t.Error(err)
		}
		namesNobody(t, s.log.String())
	})
	return s
}

// namesNobody checks that a log has no ID number, card, name or account of a seed person, and no phone number.
// Every test that opens a site ends with it.
func namesNobody(t testing.TB, log string) {
	people, err := seed.People()
	if err != nil {
		t.Error(err)
	}
	for _, p := range people {
		for what, text := range map[string]string{
			"ID number": p.ID,
			"card":      p.Card,
			"name":      p.Name,
			"account":   points.AccountOf(points.Person, p.ID),
		} {
			if strings.Contains(log, text) {
				t.Errorf("the log has the %s of %s", what, p.Name)
			}
		}
	}
	if phone := regexp.MustCompile(`\b1[3-9]\d{9}\b`).FindString(log); phone != "" {
		t.Errorf("the log has the phone %s", phone)
	}
}

// people returns the seed people, read once for all tests.
var people = sync.OnceValues(seed.People)

// person returns the seed person with that name.
func person(t testing.TB, name string) seed.Person {
	t.Helper()
	everybody, err := people()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range everybody {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("nobody is called %s", name)
	return seed.Person{}
}

func (s *site) token(name string) string {
	s.t.Helper()
	token, err := s.issuer.Token(person(s.t, name).ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// call sends a request; headers are name, value, name, value …
func (s *site) call(method, path, body string, headers ...string) (*http.Response, string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, string(text)
}

// apply applies for the seed person with that name.
func (s *site) apply(service, name, body string, headers ...string) (int, instant.Receipt, string) {
	s.t.Helper()
	return s.applyAs(person(s.t, name), service, body, headers...)
}

func (s *site) applyAs(p seed.Person, service, body string, headers ...string) (int, instant.Receipt, string) {
	s.t.Helper()
	token, err := s.issuer.Sign(p)
	if err != nil {
		s.t.Fatal(err)
	}
	headers = append([]string{"Authorization", "Bearer " + token, "Content-Type", "application/json"}, headers...)
	response, text := s.call("POST", "/services/"+service+"/applications", body, headers...)
	var receipt instant.Receipt
	if response.StatusCode == http.StatusCreated {
		if err := json.Unmarshal([]byte(text), &receipt); err != nil {
			s.t.Fatal(err)
		}
	}
	return response.StatusCode, receipt, text
}

func own(t testing.TB, name string) string {
	return fmt.Sprintf(`{"payee":"own","account":%q}`, person(t, name).Card)
}

func TestACitizenAppliesInABrowser(t *testing.T) {
	s := openSite(t, t.TempDir())
	response, _ := s.call("GET", "/services/elderlyallowance/application", "", "Accept", "text/html")
	if to := response.Header.Get("Location"); response.StatusCode != 303 ||
		to != "/sign-in?return=%2Fservices%2Felderlyallowance%2Fapplication" {
		t.Fatalf("without signing in: %d to %s", response.StatusCode, to)
	}
	cookie, landed := s.signIn("何婉清", "/services/elderlyallowance/application")
	if landed != "/services/elderlyallowance/application" {
		t.Fatalf("signed in, and landed at %s", landed)
	}
	session := cookie.Name + "=" + cookie.Value
	_, page := s.call("GET", "/services/elderlyallowance/application", "", "Accept", "text/html", "Cookie", session)
	for _, words := range []string{"本机演示", "何婉清", "1951年3月15日", "广东省佛山市南海区桂城街道", `name="account"`} {
		if !strings.Contains(page, words) {
			t.Errorf("the form does not show %q", words)
		}
	}
	const root = "/services/elderlyallowance"
	post := func(path string, form url.Values) (*http.Response, string) {
		return s.call(
			"POST",
			path,
			form.Encode(),
			"Accept",
			"text/html",
			"Cookie",
			session,
			"Content-Type",
			"application/x-www-form-urlencoded",
		)
	}
	wrong := url.Values{"payee": {"own"}, "account": {"123"}}
	step := func(response *http.Response) string { // where a form that was sent leads to
		to := response.Header.Get("Location")
		if response.StatusCode != 303 || to != root+"/application?step=check" {
			t.Fatalf("%d to %s", response.StatusCode, to)
		}
		_, page := s.call("GET", to, "", "Accept", "text/html", "Cookie", session)
		return page
	}
	response, _ = post(root+"/eligibility", wrong)
	if page = step(response); !strings.Contains(page, `href="#account"`) || !strings.Contains(page, `value="123"`) {
		t.Errorf("a wrong card: %s", page)
	}
	if response, _ = post(root+"/draft", wrong); response.StatusCode != 303 {
		t.Errorf("saved for later: %d", response.StatusCode)
	}
	if _, page = s.call("GET", root+"/application", "", "Accept", "text/html", "Cookie", session); !strings.Contains(page, `value="123"`) ||
		!strings.Contains(page, "上次保存") {
		t.Error("what was saved is not there again")
	}
	right := url.Values{"payee": {"own"}, "account": {person(t, "何婉清").Card}}
	response, _ = post(root+"/eligibility", right)
	page = step(response)
	for _, words := range []string{"请核对", "本人账户", person(t, "何婉清").Card, "予以批准", "返回修改"} {
		if !strings.Contains(page, words) {
			t.Errorf("the answers to check do not show %q", words)
		}
	}
	action := page[strings.Index(page, `action="`+root+`/applications`)+len(`action="`):]
	action = action[:strings.IndexByte(action, '"')]
	var first string
	for range 2 { // a double click
		response, _ = s.call(
			"POST",
			action,
			right.Encode(),
			"Accept",
			"text/html",
			"Cookie",
			session,
			"Content-Type",
			"application/x-www-form-urlencoded",
		)
		if to := response.Header.Get("Location"); response.StatusCode != 303 || first != "" && to != first {
			t.Fatalf("applied: %d to %s, first to %s", response.StatusCode, to, first)
		}
		first = response.Header.Get("Location")
	}
	if _, page = s.call("GET", root+"/application", "", "Accept", "text/html", "Cookie", session); strings.Contains(page, "上次保存") {
		t.Error("what was saved is still there after it was applied for")
	}
	_, page = s.call("GET", first, "", "Accept", "text/html", "Cookie", session)
	for _, words := range []string{"予以批准", "1.2.156.3005.2.", "每月50元", "未重复领取", "要求人工复核"} {
		if !strings.Contains(page, words) {
			t.Errorf("the result does not show %q", words)
		}
	}
	_, page = s.call("GET", first+"?lang=en", "", "Accept", "text/html", "Cookie", session)
	if !strings.Contains(page, "Approved") {
		t.Error("the result is not shown in English")
	}
	_, page = s.call("GET", first+"/review", "", "Accept", "text/html", "Cookie", session)
	_, confirm, _ := strings.Cut(page, `name="confirm" value="`)
	confirm, _, _ = strings.Cut(confirm, `"`)
	if response, _ = s.call(
		"POST",
		first+"/review",
		"confirm="+confirm,
		"Accept",
		"text/html",
		"Cookie",
		session,
		"Content-Type",
		"application/x-www-form-urlencoded",
	); response.StatusCode != 303 {
		t.Errorf("asking for a person: %d", response.StatusCode)
	}
	if _, page = s.call("GET", first, "", "Accept", "text/html", "Cookie", session); !strings.Contains(page, "已要求人工复核") {
		t.Error("the result does not say that a person was asked for")
	}
	if response, _ = s.call("POST", first+"/review", "", "Cookie", session, "Sec-Fetch-Site", "cross-site"); response.StatusCode != 403 {
		t.Errorf("another site posts with the cookie: %d", response.StatusCode)
	}
}

func TestBadInput(t *testing.T) {
	s := openSite(t, t.TempDir())
	bearer := "Bearer " + s.token("何婉清")
	s.issuer.Now = func() time.Time { return time.Now().Add(-24 * time.Hour) }
	expired := "Bearer " + s.token("何婉清")
	s.issuer.Now = time.Now
	forged := bearer[:len(bearer)-6] + "AAAAAA"
	good := own(t, "何婉清")
	tests := []struct {
		name, auth, contentType, body string
		status                        int
		code                          string
	}{
		{"malformed JSON", bearer, "application/json", `{"payee":`, 400, "malformed-body"},
		{"not an object", bearer, "application/json", `[1]`, 400, "malformed-body"},
		{"null", bearer, "application/json", `null`, 400, "malformed-body"},
		{"nothing", bearer, "application/json", ``, 400, "malformed-body"},
		{"two objects", bearer, "application/json", `{}{}`, 400, "malformed-body"},
		{"wrong types", bearer, "application/json", `{"payee":7,"account":{}}`, 422, "invalid-form"},
		{"a huge body", bearer, "application/json", `{"payee":"` + strings.Repeat("x", 70<<10) + `"}`, 413, "too-large"},
		{"a body of 7 MB", bearer, "application/json", strings.Repeat(" ", 7<<20), 413, ""},
		{"XML", bearer, "application/xml", `<a/>`, 415, "unsupported-media-type"},
		{"no content type", bearer, "", good, 415, "unsupported-media-type"},
		{"another charset", bearer, "application/json; charset=gbk", good, 415, "unsupported-media-type"},
		{"a field that is not", bearer, "application/json", `{"payee":"own","account":"","salary":1}`, 422, "invalid-form"},
		{
			"an agent's number with a wrong check digit",
			bearer,
			"application/json",
			`{"payee":"agent","account":"` + person(t, "何婉清").Card + `","agent_id_number":"440605194001010012"}`,
			422,
			"invalid-form",
		},
		{"a post with a bad escape", bearer, "application/x-www-form-urlencoded", `payee=%zz`, 400, "malformed-body"},
		{"JSON of what is no text", bearer, "application/json", "{\"payee\":\"\xff\"}", 400, "malformed-body"},
		{"a post of what is no text", bearer, "application/x-www-form-urlencoded", `payee=%ff`, 400, "malformed-body"},
		{"a percent sign in JSON is none in a post", bearer, "application/json", `{"payee":"100%ff","account":""}`, 422, "invalid-form"},
		{"nobody", "", "application/json", good, 401, "unauthenticated"},
		{"an expired token", expired, "application/json", good, 401, "token-expired"},
		{"a forged token", forged, "application/json", good, 401, "token-invalid"},
		{"no token at all", "Bearer x", "application/json", good, 401, "token-invalid"},
		{"another scheme", "Basic eDp5", "application/json", good, 401, "unauthenticated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			headers := []string{}
			if tt.auth != "" {
				headers = append(headers, "Authorization", tt.auth)
			}
			if tt.contentType != "" {
				headers = append(headers, "Content-Type", tt.contentType)
			}
			response, text := s.call("POST", "/services/elderlyallowance/applications", tt.body, headers...)
			if response.StatusCode != tt.status || !strings.Contains(text, `"/problems/`+tt.code) && tt.code != "" {
				t.Errorf("got %d %s, want %d %s", response.StatusCode, text, tt.status, tt.code)
			}
			if tt.code != "" && response.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("the content type is %s", response.Header.Get("Content-Type"))
			}
		})
	}
	if _, text := s.call("GET", "/applications", "", "Authorization", bearer); text != `{"applications":[]}` {
		t.Errorf("bad input left %s", text)
	}
	for path, want := range map[string]int{
		"/services/nothing":                  404,
		"/services/elderlyallowance/nothing": 404,
		"/assets/x.css":                      404,
		"/problems/nothing":                  404,
	} {
		if response, _ := s.call("GET", path, ""); response.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, response.StatusCode, want)
		}
	}
	for _, action := range []string{"eligibility", "applications"} {
		response, text := s.call("POST", "/services/nothing/"+action, good, "Authorization", bearer, "Content-Type", "application/json")
		if response.StatusCode != 404 || !strings.Contains(text, "/problems/not-found") {
			t.Errorf("an unknown service: %d %s", response.StatusCode, text)
		}
	}
	if response, _ := s.call("DELETE", "/services", ""); response.StatusCode != 405 {
		t.Errorf("DELETE: %d, and the address takes GET", response.StatusCode)
	}
}

func TestOutcomesOfTheCast(t *testing.T) {
	s := openSite(t, t.TempDir())
	for name, want := range map[string]decision.Outcome{
		"何婉清": decision.Approved, "陈国栋": decision.Approved, "𠮷兆麟": decision.Approved, "阿依古丽·买买提": decision.Approved,
		"李建业": decision.Rejected, "周福生": decision.Rejected, "吴秀兰": decision.Rejected, "彭长沙": decision.Rejected, "冯静安": decision.Rejected,
		"郑守信": decision.Referred, "钱无忧": decision.Referred, "孙望海": decision.Referred,
	} {
		status, receipt, text := s.apply("elderlyallowance", name, own(t, name))
		if status != 201 || receipt.Outcome != want {
			t.Errorf("%s: %d %s, want %s: %s", name, status, receipt.Outcome, want, text)
		}
	}
	daughter := person(t, "林小燕")
	byAgent := fmt.Sprintf(`{"payee":"agent","account":%q,"agent_id_number":%q}`, daughter.Card, daughter.ID)
	for name, want := range map[string]decision.Outcome{"林桂香": decision.Approved, "林有财": decision.Rejected} {
		if _, receipt, text := s.apply("elderlyallowance", name, byAgent); receipt.Outcome != want {
			t.Errorf("%s: %s, want %s: %s", name, receipt.Outcome, want, text)
		}
	}
	for name, want := range map[string]decision.Outcome{
		"王进城": decision.Approved, "刘初到": decision.Rejected, "唐未登": decision.Referred, "麦本地": decision.Rejected,
		"曾鹏程": decision.Approved, "曾间断": decision.Approved, "曾差月": decision.Rejected, "赵待核": decision.Referred,
		"丁掌柜": decision.Approved, "丁宿舍": decision.Referred,
	} {
		if _, receipt, text := s.apply("residencepermit", name, `{"kind":"apply","ground":"employment"}`); receipt.Outcome != want {
			t.Errorf("%s: %s, want %s: %s", name, receipt.Outcome, want, text)
		}
	}
	for name, want := range map[string]decision.Outcome{
		"杨到期": decision.Approved, "杨尚早": decision.Rejected, "杨逾期": decision.Approved, "杨注销": decision.Rejected,
	} {
		if _, receipt, text := s.apply("residencepermit", name, `{"kind":"endorse","ground":"employment"}`); receipt.Outcome != want {
			t.Errorf("%s: %s, want %s: %s", name, receipt.Outcome, want, text)
		}
	}
}

func TestTradersOfTheCast(t *testing.T) {
	s := openSite(t, t.TempDir())
	names := []string{"福来", "福满", "福星", "福祥", "福运", "福顺", "福安", "福康"}
	for i, tt := range []struct {
		name string
		want decision.Outcome
	}{
		{"黄晓雯", decision.Approved}, {"叶辞官", decision.Rejected}, {"石改过", decision.Approved}, {"梁子豪", decision.Referred},
		{"谭一鸣", decision.Rejected}, {"罗清廉", decision.Rejected}, {"石违规", decision.Rejected}, {"关老板", decision.Rejected},
	} { // 叶辞官 has been registered in the seed's past
		body := fmt.Sprintf(
			`{"division":"440605011","address":"南海大道北1号","trade_name":%q,"industry":"food","name_form":"店","scope":["fruit"],"premises":"promise","property_unit":"440605011001GB00004F00010001","promise":true}`,
			names[i],
		)
		if _, receipt, text := s.apply("soletrader", tt.name, body); receipt.Outcome != tt.want {
			t.Errorf("%s: %s, want %s: %s", tt.name, receipt.Outcome, tt.want, text)
		}
	}
	s = openSite(t, t.TempDir())
	for _, unit := range []struct {
		number string
		want   decision.Outcome
	}{{"3", decision.Rejected}, {"2", decision.Referred}} { // both are hers
		body := fmt.Sprintf(
			`{"division":"440605011","address":"南海大道北1号","trade_name":"福禄","industry":"food","name_form":"店","scope":["fruit"],"premises":"property","property_unit":"440605011001GB0000%sF00010001"}`,
			unit.number,
		)
		if _, receipt, text := s.apply("soletrader", "黄晓雯", body); receipt.Outcome != unit.want {
			t.Errorf("unit %s: %s, want %s: %s", unit.number, receipt.Outcome, unit.want, text)
		}
	}
}

func TestAKeyIsForOneApplication(t *testing.T) {
	s := openSite(t, t.TempDir())
	_, first, _ := s.apply("elderlyallowance", "李建业", own(t, "李建业"), "Idempotency-Key", "k")
	_, again, _ := s.apply("elderlyallowance", "李建业", own(t, "李建业"), "Idempotency-Key", "k")
	if first.Number == "" || again.Number != first.Number {
		t.Errorf("the same key: %s and %s", first.Number, again.Number)
	}
	status, _, text := s.apply("elderlyallowance", "李建业", own(t, "何婉清"), "Idempotency-Key", "k")
	if status != 422 || !strings.Contains(text, "idempotency-key-reused") || !strings.Contains(text, first.Number) {
		t.Errorf("the key with another body: %d %s", status, text)
	}
	if _, other, _ := s.apply("elderlyallowance", "何婉清", own(t, "何婉清"), "Idempotency-Key", "k"); other.Outcome != decision.Approved {
		t.Errorf("another person's key is their own: %+v", other)
	}
	if status, _, _ := s.apply("elderlyallowance", "何婉清", own(t, "何婉清"), "Idempotency-Key", strings.Repeat("k", 256)); status != 400 {
		t.Errorf("a huge key: %d", status)
	}
}

func TestNobodySeesWhatIsAnothers(t *testing.T) {
	s := openSite(t, t.TempDir())
	_, receipt, _ := s.apply("elderlyallowance", "何婉清", own(t, "何婉清"))
	paths := []string{"/applications/" + receipt.Number, "/certificates/" + receipt.Certificate.Number}
	for _, path := range paths {
		if response, text := s.call("GET", path, "", "Authorization", "Bearer "+s.token("何婉清")); response.StatusCode != 200 {
			t.Errorf("one's own %s: %d %s", path, response.StatusCode, text)
		}
		if response, _ := s.call("GET", path, "", "Authorization", "Bearer "+s.token("陈国栋")); response.StatusCode != 404 {
			t.Errorf("another's %s: %d", path, response.StatusCode)
		}
		if response, _ := s.call("GET", path, ""); response.StatusCode != 401 {
			t.Errorf("%s without signing in: %d", path, response.StatusCode)
		}
	}
	if response, _ := s.call("POST", paths[0]+"/review", "", "Authorization", "Bearer "+s.token("陈国栋")); response.StatusCode != 404 {
		t.Errorf("a review of another's: %d", response.StatusCode)
	}
}

func TestWhatIsDecidedOutlivesARestart(t *testing.T) {
	data := t.TempDir()
	var number string
	t.Run("before", func(t *testing.T) {
		_, receipt, _ := openSite(t, data).apply("elderlyallowance", "何婉清", own(t, "何婉清"))
		number = receipt.Number
	})
	t.Run("after", func(t *testing.T) {
		s := openSite(t, data)
		if response, text := s.call(
			"GET",
			"/applications/"+number,
			"",
			"Authorization",
			"Bearer "+s.token("何婉清"),
		); response.StatusCode != 200 {
			t.Errorf("%d %s", response.StatusCode, text)
		}
		if _, again, _ := s.apply("elderlyallowance", "何婉清", own(t, "何婉清")); again.Number != number {
			t.Errorf("applied again as %s, first %s", again.Number, number)
		}
	})
	var out bytes.Buffer
	want := fmt.Sprintf("%d decisions made again, 0 faults\n", 1+past(t))
	if err := replay(t.Context(), embedded(data), &out); err != nil || out.String() != want {
		t.Errorf("replay: %v\n%s", err, out.String())
	}
}

// past returns the number of applications in the seed.
func past(t *testing.T) int {
	t.Helper()
	all, err := seed.History()
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	for _, item := range all {
		if item.Sort == "APPLICATION" {
			number++
		}
	}
	return number
}

func TestLogsNameNobody(t *testing.T) {
	s := openSite(t, t.TempDir())
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people[:30] {
		s.apply("elderlyallowance", p.Name, own(t, p.Name))
		s.apply("elderlyallowance", p.Name, `{"payee":"agent","account":"`+p.Card+`","agent_id_number":"`+p.ID+`"}`)
	}
	log := s.log.String()
	if strings.Count(log, "\n") < 60 {
		t.Fatalf("the log has %d lines", strings.Count(log, "\n"))
	}
	for _, p := range people {
		if strings.Contains(log, p.ID) || strings.Contains(log, p.Card) || strings.Contains(log, p.Name) {
			t.Errorf("the log names %s", p.Name)
		}
	}
}

func TestCORSIsTheTemplates(t *testing.T) {
	s := openSite(t, t.TempDir())
	response, _ := s.call("OPTIONS", "/services", "", "Origin", "https://portal.example", "Access-Control-Request-Method", "GET")
	if response.StatusCode != 204 || response.Header.Get("Access-Control-Allow-Origin") != "https://portal.example" {
		t.Errorf("the allowed site: %d %v", response.StatusCode, response.Header)
	}
	if response, _ = s.call("GET", "/services", "", "Origin", "https://evil.example"); response.Header.Get(
		"Access-Control-Allow-Origin",
	) != "" {
		t.Errorf("another site is allowed: %v", response.Header)
	}
}
