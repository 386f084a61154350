// Command screenshots takes the README's picture: a service found, its form, the
// answers to check, the result, and the certificate, as a phone shows them.
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
	into    = "docs/pages.png"
	width   = 390
	height  = 844
	gap     = 24
)

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
		_ = host.Wait() // which says that it was killed, as it was
	}()
	token, err := signIn(ctx)
	if err != nil {
		return err
	}
	pages, err := visit(ctx, token)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, side(pages)); err != nil {
		return err
	}
	return os.WriteFile(into, out.Bytes(), 0o644)
}

// signIn waits for the host, and returns a token of the citizen.
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

// visit goes from the search to the certificate, and takes a picture of each page.
func visit(ctx context.Context, token string) ([]image.Image, error) {
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
	steps := [][]chromedp.Action[chromedp.Void]{
		{chromedp.EmulateViewport(width, height), chromedp.Navigate(home + "/services?q=laoren")},
		{
			chromedp.Navigate(home + "/services/elderlyallowance/application"),
			chromedp.Click(`input[value=own]`),
			chromedp.SendKeys(`#account`, card),
		},
		{chromedp.Click(`main form button`), chromedp.WaitReady(`[role=status]`)},
		{chromedp.Click(`form[action*="/applications"] button`), chromedp.WaitReady(`a[href^="/certificates/"]`)},
		{chromedp.Click(`a[href^="/certificates/"]`), chromedp.WaitReady(`svg.qr`), chromedp.ScrollIntoView(`svg.qr`)},
	}
	var pages []image.Image
	for _, step := range steps {
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

// side is the pages side by side.
func side(pages []image.Image) image.Image {
	all := image.NewRGBA(image.Rect(0, 0, len(pages)*(width+gap)+gap, height+2*gap))
	draw.Draw(all, all.Bounds(), image.NewUniform(color.Gray{0xd8}), image.Point{}, draw.Src)
	for i, page := range pages {
		at := image.Rect(gap+i*(width+gap), gap, gap+i*(width+gap)+width, gap+height)
		draw.Draw(all, at, page, page.Bounds().Min, draw.Src)
	}
	return all
}
