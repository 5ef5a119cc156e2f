package npm

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
)

var (
	npmErrorLine = regexp.MustCompile(`^npm (?:error|ERR!)(?: code)? ?(.*)$`)
	npmCodeLine  = regexp.MustCompile(`^npm (?:error|ERR!) code (\S+)`)
	npmFetchLine = regexp.MustCompile(`^npm http (?:fetch )?(?:GET )?(\d{3}) (\S+)|^npm http fetch GET (\d{3}) (\S+)`)
)

// npmOutput gathers what npm writes: its error code, its message and the end of all output.
type npmOutput struct {
	tail
	code    string
	message []string
}

func (o *npmOutput) add(line string) {
	o.tail.add(line)
	if m := npmCodeLine.FindStringSubmatch(line); m != nil {
		o.code = m[1]
	} else if m := npmErrorLine.FindStringSubmatch(line); m != nil && m[1] != "" {
		o.message = append(o.message, m[1])
	}
}

func (o *npmOutput) fault() *fault.Error {
	return failure{code: o.code, message: strings.Join(o.message, "\n"), log: o.error()}.fault()
}

// npmDownload reads a line of npm's log and returns the file name of the package that it reports as
// downloaded.
func npmDownload(line string) (string, bool) {
	m := npmFetchLine.FindStringSubmatch(line)
	if m == nil {
		return "", false
	}
	status, address := m[1]+m[3], m[2]+m[4]
	u, err := url.Parse(address)
	if err != nil || status != "200" || !strings.HasSuffix(u.Path, ".tgz") {
		return "", false
	}
	return strings.TrimSuffix(u.Path[strings.LastIndexByte(u.Path, '/')+1:], ".tgz"), true
}
