package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Limits of a question and of what is answered.
const (
	maxParamsBytes = 1 << 20
	maxResultBytes = 8 << 20
	maxWaiting     = 256 // questions while the server starts
)

// hoverMethod may also be asked about files that are only read.
const hoverMethod = "textDocument/hover"

// methods are what may be asked of the server. About the documents of those that are true, an answer
// that leads outside loses the parts that do; of the others, it is refused.
var methods = map[string]bool{
	"textDocument/completion":          false,
	"completionItem/resolve":           false,
	"textDocument/signatureHelp":       false,
	"textDocument/hover":               false,
	"textDocument/definition":          true,
	"textDocument/typeDefinition":      true,
	"textDocument/implementation":      true,
	"textDocument/references":          true,
	"textDocument/documentHighlight":   false,
	"textDocument/prepareRename":       false,
	"textDocument/rename":              false,
	"textDocument/codeAction":          true,
	"codeAction/resolve":               false,
	"textDocument/inlayHint":           false,
	"textDocument/semanticTokens/full": false,
	"textDocument/documentSymbol":      false,
	"workspace/symbol":                 true,
}

// ask is a question on its way.
type ask struct {
	ctx    context.Context
	method string
	params json.RawMessage // as the client sent them
	reply  chan reply      // capacity 1
}

type reply struct {
	answer Answer
	err    error
}

func (a *ask) fail(err error) { a.reply <- reply{err: err} }

// Ask puts a question to the server, about the cells of the latest Follow or newer ones. Method and params
// are of the Language Server Protocol with virtual addresses, or srcbook/file; a file that this has shown
// may be hovered over, too. A list of completions that is too large is cut to the best. Errors are faults:
// CodeLanguageAsk for what is no question, CodeLanguageOutside, CodeTooLarge, CodeLanguageTimeout,
// CodeLanguageRestarting and CodeLanguageFailed.
func (w *Workspace) Ask(ctx context.Context, method string, params json.RawMessage) (Answer, error) {
	if len(params) > maxParamsBytes {
		return Answer{}, fault.New(fault.CodeTooLarge, "A question to the language service holds at most %d KB", maxParamsBytes>>10)
	}
	if method == fileMethod {
		return w.file(params)
	}
	if _, known := methods[method]; !known {
		return Answer{}, fault.New(fault.CodeLanguageAsk, "The language service does not answer %q", method)
	}
	ctx, cancel := context.WithTimeout(ctx, w.config.AskTimeout)
	defer cancel()
	a := &ask{ctx: ctx, method: method, params: params, reply: make(chan reply, 1)}
	select {
	case w.asks <- a:
	case <-ctx.Done():
		return Answer{}, w.gaveUp(ctx)
	case <-w.done:
		return Answer{}, closedFault()
	}
	select {
	case r := <-a.reply:
		return r.answer, r.err
	case <-ctx.Done():
		return Answer{}, w.gaveUp(ctx)
	case <-w.done:
		return Answer{}, closedFault()
	}
}

func (w *Workspace) gaveUp(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fault.New(fault.CodeLanguageTimeout, "The language service did not answer within %s", w.config.AskTimeout)
	}
	return fault.Wrap(fault.CodeCanceled, context.Cause(ctx), "The question was given up")
}

// take puts a question to the server, or has it wait for one that starts.
func (w *Workspace) take(a *ask) {
	switch {
	case a.ctx.Err() != nil:
	case w.process != nil:
		w.update()
		w.put(a)
	case w.crashes.wait == nil && len(w.waiting) < maxWaiting: // it is being started
		w.waiting = append(w.waiting, a)
	default:
		a.fail(w.absent())
	}
}

// put sends a question. Its answer is handled by the goroutine that reads, so that it waits for nothing.
func (w *Workspace) put(a *ask) {
	at, cells := w.places(), w.documents.cells
	params, asked, err := w.question(a)
	if err != nil {
		a.fail(err)
		return
	}
	typed := w.typed(a, asked)
	cancel, err := w.process.conn.call(a.method, params, func(result json.RawMessage, err error) {
		if err != nil {
			a.fail(w.refusal(err))
			return
		}
		if a.method == completionMethod && len(result) > maxResultBytes {
			result = cutCompletions(result, typed)
		}
		answer, err := at.answer(a.method, result)
		if asked != "" && !slices.Contains(answer.Documents, asked) {
			answer.Documents = append(answer.Documents, asked)
		}
		answer.Cells = cells
		a.reply <- reply{answer, err}
	})
	if err != nil {
		a.fail(w.refusal(err))
		return
	}
	context.AfterFunc(a.ctx, cancel)
}

// question translates the params and checks that they are about one of our documents.
func (w *Workspace) question(a *ask) (_ json.RawMessage, asked string, err error) {
	params, err := w.places().in(a.params)
	if err != nil {
		return nil, "", err
	}
	var about struct {
		Document *struct {
			URI string `json:"uri"`
		} `json:"textDocument"`
	}
	if err := json.Unmarshal(a.params, &about); err != nil {
		return nil, "", fault.Wrap(fault.CodeLanguageAsk, err, "The params of %s are malformed", a.method)
	}
	if about.Document == nil {
		if strings.HasPrefix(a.method, "textDocument/") {
			return nil, "", fault.New(fault.CodeLanguageAsk, "%s needs a document", a.method)
		}
		return params, "", nil
	}
	name, err := local(about.Document.URI)
	if err != nil {
		return nil, "", err
	}
	if _, open := w.documents.open[name]; !open && (a.method != hoverMethod || !w.shown.has(name)) {
		return nil, "", fault.New(fault.CodeCellNotFound, "There is no cell for %s", name)
	}
	return params, name, nil
}

// typed is the beginning of a name that a completion is asked for.
func (w *Workspace) typed(a *ask, document string) string {
	var at struct {
		Position Position `json:"position"`
	}
	if a.method != completionMethod || json.Unmarshal(a.params, &at) != nil {
		return ""
	}
	return wordBefore(w.documents.open[document].text, at.Position)
}

func (w *Workspace) refusal(err error) error {
	var refused *responseError
	if errors.As(err, &refused) {
		return fault.Wrap(fault.CodeLanguageAsk, err, "The language service refused: %s", firstLine(w.places().scrub(refused.Message)))
	}
	return fault.Wrap(fault.CodeLanguageRestarting, err, "The language service ended while it was asked")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line[:min(len(line), 300)]
}

// answer makes a result fit to leave.
func (p places) answer(method string, raw json.RawMessage) (Answer, error) {
	if len(raw) == 0 {
		raw = json.RawMessage("null")
	}
	result, names, foreign := p.out(raw)
	if foreign {
		if !methods[method] {
			return Answer{}, fault.New(fault.CodeLanguageOutside, "The answer would change or show files outside the notebook")
		}
		result = withoutForeign(result)
	}
	if len(result) > maxResultBytes {
		return Answer{}, fault.New(fault.CodeTooLarge, "The answer is larger than %d MB", maxResultBytes>>20)
	}
	answer := Answer{Result: result}
	for name := range names {
		answer.Documents = append(answer.Documents, name)
	}
	return answer, nil
}

// withoutForeign drops the elements of a result that lead outside.
func withoutForeign(raw json.RawMessage) json.RawMessage {
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		return json.RawMessage("null") // a single place, which leads outside
	}
	kept := slices.DeleteFunc(elements, func(e json.RawMessage) bool { return strings.Contains(string(e), elsewhere) })
	return marshal(kept)
}

// Versions are the versions of the cells that an answer speaks of.
func (a Answer) Versions() map[notebook.CellID]int {
	versions := map[notebook.CellID]int{}
	for _, c := range a.Cells {
		if d, ok := documentOf(c); ok && slices.Contains(a.Documents, d.name) {
			versions[c.ID] = c.Version
		}
	}
	return versions
}
