package main

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
)

// painted waits for the page's first paint and returns its time.
const painted = `new Promise(done => new PerformanceObserver(seen => {
	for (const paint of seen.getEntriesByName("first-contentful-paint")) done(paint.startTime);
}).observe({type: "paint", buffered: true}))`

// BenchmarkFirstPaint opens the form of a service on a cheap phone with a slow mobile network: a fourth of this
// machine's speed, 400 ms round trip, 400 kbit/s. It reports the first paint without a cache.
func BenchmarkFirstPaint(b *testing.B) {
	s := openSite(b, b.TempDir())
	phone := openTab(b, s)
	phone.signIn(person(b, "何婉清").ID)
	phone.wide(390)
	call(phone, network.Enable, network.EnableParams{})
	call(phone, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	slow := &network.Conditions{Latency: 400, DownloadThroughput: 50_000, UploadThroughput: 50_000}
	call(
		phone,
		network.EmulateNetworkConditionsByRule,
		network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{slow}},
	)
	call(phone, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
	for name, path := range map[string]string{"form": "/services/soletrader/application", "catalogue": "/services"} {
		b.Run(name, func(b *testing.B) {
			var sum float64
			for range b.N {
				phone.visit(path)
				sum += ask[float64](phone, painted)
			}
			b.ReportMetric(sum/float64(b.N), "ms-to-paint")
		})
	}
}
