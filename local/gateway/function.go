package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
)

// Function is a function as the Lambda runtime calls it: with an event in JSON, for an answer in JSON.
type Function interface {
	Invoke(ctx context.Context, payload []byte) ([]byte, error)
}

// Of returns a Function of typed events and answers. Requests may run concurrently, as several processes of
// Lambda do; handlers of aws-lambda-go are made for one request at a time, and would give one client's answer
// to another.
func Of[Event, Answer any](f func(context.Context, Event) (Answer, error)) Function {
	return typed[Event, Answer](f)
}

type typed[Event, Answer any] func(context.Context, Event) (Answer, error)

func (f typed[Event, Answer]) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	var event Event
	if err := json.Unmarshal(payload, &event); err != nil {
		return nil, err
	}
	answer, err := f(ctx, event)
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

// maxPayload is the quota of Lambda for an event and for an answer, in bytes.
const maxPayload = 6 << 20

// errPayload reports an event over the quota. A body in base64 reaches it at about 4.5 MB.
var errPayload = errors.New("the event is larger than Lambda takes")

// call sends the function an event and returns its answer.
func call(ctx context.Context, f Function, event, response any) error {
	payload, err := json.Marshal(event)
	if err != nil {
		return err
	}
	if len(payload) > maxPayload {
		return errPayload
	}
	reply, err := invoke(ctx, f, payload)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(reply) > maxPayload {
		return fmt.Errorf("the answer has %d bytes, more than %d", len(reply), maxPayload)
	}
	return json.Unmarshal(reply, response)
}

// invoke calls the function as Lambda does: it stops waiting after the time-out, and a panic is a failure.
func invoke(ctx context.Context, f Function, payload []byte) ([]byte, error) {
	type outcome struct {
		reply []byte
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if p := recover(); p != nil {
				o = outcome{err: fmt.Errorf("panic: %T\n%s", p, debug.Stack())}
			}
			done <- o
		}()
		o.reply, o.err = f.Invoke(ctx, payload)
	}()
	select {
	case o := <-done:
		return o.reply, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
