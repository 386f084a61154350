package main

import (
	"net/http"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// refusal renders what the gateway itself answers as a page, for browsers.
func refusal(pages httpapi.Pages) func(events.APIGatewayV2HTTPRequest, int) string {
	return func(event events.APIGatewayV2HTTPRequest, status int) string {
		r := &httpapi.Request{Event: event, Caller: identity.FromAuthorizer(nil)}
		if !r.WantsHTML() {
			return ""
		}
		p := refused(status, event.RequestContext.HTTP.Method == http.MethodGet)
		page, err := pages.Render(r.Page("problem", p.Title, p))
		if err != nil {
			return "" // API Gateway's own answer is one too
		}
		return string(page)
	}
}

// refused is the problem of a request that no function answered with that status. A request that
// only reads can be repeated without harm.
func refused(status int, reads bool) *problem.Problem {
	switch {
	case status == http.StatusNotFound:
		return problem.New("not-found", lang.T("没有找到这个页面。", "This page was not found."))
	case status == http.StatusRequestEntityTooLarge:
		return problem.New("too-large", lang.T("上传的内容太大，请换一个小一些的文件。", "What you sent is too large. Please choose a smaller file."))
	case status == http.StatusTooManyRequests:
		return problem.New("busy", lang.T("现在办理的人很多，请过几秒再试。本次没有受理，也没有重复办理。",
			"Many people are using this now. Please try again in a few seconds. Nothing was processed, and nothing was done twice."))
	case status < http.StatusInternalServerError:
		return problem.New("malformed-request", lang.T("请求没有完整送达，请返回上一页再试一次。",
			"The request did not arrive completely. Please go back and try again."))
	case reads:
		return problem.New("busy", lang.T("系统没有及时答复，请过一会儿再试。", "The system did not answer in time. Please try again in a moment."))
	default:
		return problem.New("in-doubt", lang.T(
			"系统没有及时答复。请先到“我的办件”看看是否已经受理；再次提交同一份申请也不会重复办理。",
			"The system did not answer in time. Please look into “My applications” whether it was processed; "+
				"sending the same application again does not process it twice.",
		))
	}
}
