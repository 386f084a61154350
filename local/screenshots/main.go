// Command screenshots takes the README's pictures: on a phone a service in the search, its form, the answers to
// check, the result and the certificate; on a desktop the services by life event and the map of authorities.
//
//	make screenshots
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"log"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const (
	address = "localhost:8099"
	home    = "http://" + address
	citizen = "440605195103150124" // 何婉清
	card    = "6222022003538002868"
	gap     = 24
)

// phone and desktop are the pictures, with the size of each page and the file.
var (
	phone   = picture{390, 844, "docs/pages.png"}
	desktop = picture{1020, 844, "docs/desktop.png"}
)

type picture struct {
	width, height int
	into          string
}

func main() {
	log.SetFlags(0)
	if err := take(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func take(ctx context.Context) (err error) {
	data, err := os.MkdirTemp("", "screenshots")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	binary := filepath.Join(data, "host")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./local").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	host := exec.CommandContext(ctx, binary, "-address", address, "-data", data)
	host.Stderr = os.Stderr
	if err := host.Start(); err != nil {
		return err
	}
	defer func() {
		stop()
		_ = host.Wait() // it returns the error that it was killed
	}()
	token, err := signIn(ctx)
	if err != nil {
		return err
	}
	for _, p := range []picture{phone, desktop} {
		pages, err := p.visit(ctx, token)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := png.Encode(&out, p.side(pages)); err != nil {
			return err
		}
		if err := os.WriteFile(p.into, out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// steps returns the steps from one page of the picture to the next.
func (p picture) steps() [][]chromedp.Action[chromedp.Void] {
	if p == desktop {
		return [][]chromedp.Action[chromedp.Void]{
			{chromedp.Navigate(home + "/")},
			{chromedp.Navigate(home + "/authority?service=soletrader"), chromedp.ScrollIntoView(`.tiles li:last-child`)},
		}
	}
	return [][]chromedp.Action[chromedp.Void]{
		{chromedp.Navigate(home + "/services?q=laoren")},
		{
			chromedp.Navigate(home + "/services/elderlyallowance/application"),
			chromedp.Click(`input[value=own]`),
			chromedp.SendKeys(`#account`, card),
		},
		{chromedp.Click(`main form button`), chromedp.WaitReady(`[role=status]`)},
		{chromedp.Click(`form[action*="/applications"] button`), chromedp.WaitReady(`a[href^="/certificates/"]`)},
		{chromedp.Click(`a[href^="/certificates/"]`), chromedp.WaitReady(`svg.qr`), chromedp.ScrollIntoView(`svg.qr`)},
	}
}

// signIn waits for the host and returns a token of the citizen.
func signIn(ctx context.Context) (string, error) {
	return backoff.Retry(ctx, func() (string, error) {
		response, err := http.PostForm(home+"/issuer/token", url.Values{"person": {citizen}})
		if err != nil {
			return "", err
		}
		defer response.Body.Close()
		var tokens struct {
			Access string `json:"access_token"`
		}
		if err := json.NewDecoder(response.Body).Decode(&tokens); err != nil || tokens.Access == "" {
			return "", errors.New("no token")
		}
		return tokens.Access, nil
	}, backoff.WithMaxElapsedTime(time.Minute))
}

// visit opens each page and takes a picture of it.
func (p picture) visit(ctx context.Context, token string) ([]image.Image, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, free := chromedp.NewExecAllocator(ctx, options...)
	defer free()
	ctx, closeTab := chromedp.NewContext(ctx)
	defer closeTab()
	for name, value := range map[string]string{"session": token, "lang": "zh"} {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: home}); err != nil {
			return nil, err
		}
	}
	var pages []image.Image
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(p.width), int64(p.height))); err != nil {
		return nil, err
	}
	for _, step := range p.steps() {
		if err := chromedp.Do(ctx, append(step, chromedp.WaitReady("main"))...); err != nil {
			return nil, fmt.Errorf("page %d: %w", len(pages)+1, err)
		}
		shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			return nil, err
		}
		page, err := png.Decode(bytes.NewReader(shot))
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// side returns the pages side by side.
func (p picture) side(pages []image.Image) image.Image {
	all := image.NewRGBA(image.Rect(0, 0, len(pages)*(p.width+gap)+gap, p.height+2*gap))
	draw.Draw(all, all.Bounds(), image.NewUniform(color.Gray{0xd8}), image.Point{}, draw.Src)
	for i, page := range pages {
		at := image.Rect(gap+i*(p.width+gap), gap, gap+i*(p.width+gap)+p.width, gap+p.height)
		draw.Draw(all, at, page, page.Bounds().Min, draw.Src)
	}
	return all
}
