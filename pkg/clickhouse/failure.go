package clickhouse

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
)

// Phases in which a failure can happen.
const (
	PhaseSettings  = "settings"
	PhaseConnect   = "connect"
	PhaseTLS       = "tls"
	PhaseSend      = "send"
	PhaseStatus    = "status"
	PhaseBody      = "body"
	PhaseDecode    = "decode"
	PhaseShape     = "shape"
	PhaseLimit     = "limit"
	PhaseDeadline  = "deadline"
	PhaseCancelled = "cancelled"
	PhaseEngine    = "engine"
	// PhaseReadOnly is that of a statement which was not sent, because it might have written.
	PhaseReadOnly = "readonly"
)

// Failure is a failure in the host's terms, which the engine's explain() turns into an error for the user.
type Failure struct {
	Phase     string         `json:"phase"`
	Status    int            `json:"status"`
	Code      int            `json:"code"`
	Excerpt   string         `json:"excerpt"`
	Detail    map[string]any `json:"detail,omitempty"`
	FromAlert bool           `json:"fromAlert,omitempty"`
}

func (f *Failure) Error() string {
	text := "clickhouse: " + f.Phase
	if f.Status != 0 {
		text += ", status " + strconv.Itoa(f.Status)
	}
	if f.Code != 0 {
		text += ", code " + strconv.Itoa(f.Code)
	}
	if f.Excerpt != "" {
		text += ": " + f.Excerpt
	}
	return text
}

// contextFailure returns nil while the caller is still waiting.
func contextFailure(ctx context.Context) *Failure {
	switch err := ctx.Err(); {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return &Failure{Phase: PhaseDeadline}
	default:
		return &Failure{Phase: PhaseCancelled}
	}
}

// transportFailure classifies an error that occurred before the response headers.
func transportFailure(err error) *Failure {
	var inURL *url.Error
	if errors.As(err, &inURL) {
		err = inURL.Err // the URL contains parameters
	}
	return &Failure{Phase: transportPhase(err), Excerpt: err.Error()}
}

func transportPhase(err error) string {
	var (
		verification *tls.CertificateVerificationError
		record       tls.RecordHeaderError
		alert        tls.AlertError
		authority    x509.UnknownAuthorityError
		hostname     x509.HostnameError
		certificate  x509.CertificateInvalidError
		dns          *net.DNSError
		op           *net.OpError
	)
	switch {
	case errors.As(err, &verification), errors.As(err, &record), errors.As(err, &alert),
		errors.As(err, &authority), errors.As(err, &hostname), errors.As(err, &certificate), errors.Is(err, http.ErrSchemeMismatch):
		return PhaseTLS
	case errors.As(err, &dns):
		return PhaseConnect
	case errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect"):
		return PhaseConnect
	case errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error"):
		return PhaseTLS
	default:
		return PhaseSend
	}
}
