package runner

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// JUnit collects a run and writes it as the XML that CI systems read: a test case for each cell.
type JUnit struct {
	Name string // of the suite
	At   time.Time

	out, err map[string]*clipped
}

// maxClipped is how much of a stream the report has, as its end.
const maxClipped = 1 << 20

// clipped keeps the end of a text.
type clipped struct {
	text string
	lost int
}

func (c *clipped) add(text string) {
	c.text += text
	if over := len(c.text) - maxClipped; over > maxClipped {
		c.lost += over
		c.text = strings.ToValidUTF8(c.text[over:], "")
	}
}

func (c *clipped) String() string {
	if c == nil {
		return ""
	}
	if c.lost > 0 {
		return fmt.Sprintf("[%d bytes before this were left out]\n%s", c.lost, c.text)
	}
	return c.text
}

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name      string      `xml:"name,attr"`
	Tests     int         `xml:"tests,attr"`
	Failures  int         `xml:"failures,attr"`
	Errors    int         `xml:"errors,attr"`
	Skipped   int         `xml:"skipped,attr"`
	Time      string      `xml:"time,attr"`
	Timestamp string      `xml:"timestamp,attr"`
	Cases     []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	Class     string        `xml:"classname,attr"`
	Time      string        `xml:"time,attr"`
	Skipped   *junitMessage `xml:"skipped"`
	Failure   *junitMessage `xml:"failure"`
	SystemOut *junitText    `xml:"system-out"`
	SystemErr *junitText    `xml:"system-err"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

type junitText struct {
	Text string `xml:",chardata"`
}

// Progress implements Reporter.
func (*JUnit) Progress(string) {}

// Started implements Reporter.
func (j *JUnit) Started(cell string) {
	if j.out == nil {
		j.out, j.err = map[string]*clipped{}, map[string]*clipped{}
	}
	j.out[cell], j.err[cell] = &clipped{}, &clipped{}
}

// Output implements Reporter.
func (j *JUnit) Output(cell, stream, text string) {
	if stream == "stderr" {
		j.err[cell].add(text)
		return
	}
	j.out[cell].add(text)
}

// Ended implements Reporter.
func (*JUnit) Ended(Result) {}

// Write writes the report of the whole run.
func (j *JUnit) Write(w io.Writer, s Summary) error {
	suite := junitSuite{
		Name: j.Name, Tests: len(s.Results), Failures: s.Failed(), Skipped: s.Count(Skipped),
		Time: seconds(s.Elapsed), Timestamp: j.At.UTC().Format("2006-01-02T15:04:05"),
	}
	for _, r := range s.Results {
		suite.Cases = append(suite.Cases, j.testcase(r))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(junitSuites{Suites: []junitSuite{suite}}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (j *JUnit) testcase(r Result) junitCase {
	c := junitCase{
		Name: r.Cell, Class: j.Name, Time: seconds(r.Elapsed),
		SystemOut: textOf(j.out[r.Cell]), SystemErr: textOf(j.err[r.Cell]),
	}
	switch {
	case r.Good():
	case r.State == Skipped:
		c.Skipped = &junitMessage{Message: r.Message}
	default:
		c.Failure = &junitMessage{Message: r.Message, Type: string(r.State), Text: details(r)}
	}
	return c
}

func textOf(c *clipped) *junitText {
	if text := c.String(); text != "" {
		return &junitText{text}
	}
	return nil
}

// details are the place of an error, the source around it and its trace.
func details(r Result) string {
	f := r.Failure
	if f == nil {
		return ""
	}
	var parts []string
	if f.File != "" {
		parts = append(parts, fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column))
	}
	for _, text := range []string{f.Frame, f.Trace} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n")
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
