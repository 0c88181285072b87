package clickhouse

import "testing"

func TestCaps(t *testing.T) {
	body := arrowStream(t, 4, 100, "text", true)
	fake := canned{body: body}
	exact, failure := fake.do(t, Call{MaxRows: 400})
	if failure != nil || exact.Truncated != "" || exact.Rows != 400 {
		t.Fatalf("%+v %+v", exact, failure)
	}
	cut, failure := fake.do(t, Call{MaxRows: 250, OnExceeded: OnExceededNotice})
	if failure != nil || cut.Truncated != "rows" || cut.Rows != 250 || len(cut.Batches) != 3 || cut.Batches[2].NumRows() != 50 {
		t.Fatalf("%+v %+v", cut, failure)
	}
	edge, failure := fake.do(t, Call{MaxRows: 200, OnExceeded: OnExceededNotice})
	if failure != nil || edge.Truncated != "rows" || edge.Rows != 200 || len(edge.Batches) != 2 {
		t.Fatalf("%+v %+v", edge, failure)
	}
	if _, failure := fake.do(t, Call{MaxRows: 399}); failure == nil || failure.Phase != PhaseLimit || failure.Detail["limit"] != "rows" || failure.Detail["value"] != int64(399) {
		t.Fatalf("%+v", failure)
	}
	size := exact.Bytes
	part, failure := fake.do(t, Call{MaxBytes: size / 2, OnExceeded: OnExceededNotice})
	if failure != nil || part.Truncated != "bytes" || part.Rows != 200 {
		t.Fatalf("%+v %+v", part, failure)
	}
	for _, call := range []Call{{MaxBytes: size - 1}, {MaxBytes: 10, OnExceeded: OnExceededNotice}} {
		if _, failure := fake.do(t, call); failure == nil || failure.Detail["limit"] != "bytes" {
			t.Fatalf("%+v", failure)
		}
	}
}

func TestBudgetKeepsAPartForAlerts(t *testing.T) {
	fake := canned{body: arrowStream(t, 4, 100, "text", true)}
	probe, _ := fake.do(t, Call{})
	budget := NewBudget(2*probe.Bytes, probe.Bytes)
	panel, failure := fake.do(t, Call{Budget: budget})
	if failure != nil || budget.Used() != probe.Bytes {
		t.Fatalf("%+v, used %d", failure, budget.Used())
	}
	if _, failure := fake.do(t, Call{Budget: budget}); failure == nil || failure.Phase != PhaseLimit || failure.Detail["limit"] != "memory" {
		t.Fatalf("%+v", failure)
	}
	alert, failure := fake.do(t, Call{Budget: budget, FromAlert: true})
	if failure != nil {
		t.Fatalf("%+v", failure)
	}
	panel.Retain()
	panel.Release()
	if budget.Used() != 2*probe.Bytes {
		t.Fatalf("released while held: %d", budget.Used())
	}
	panel.Release()
	alert.Release()
	if budget.Used() != 0 {
		t.Fatalf("left: %d", budget.Used())
	}
	twice, failure := fake.do(t, Call{Budget: budget, FromAlert: true, Copies: 2})
	if failure != nil || budget.Used() != 2*probe.Bytes {
		t.Fatalf("%+v, used %d for two copies", failure, budget.Used())
	}
	twice.Release()
	if _, failure := fake.do(t, Call{Budget: budget, FromAlert: true, Copies: 3}); failure == nil || budget.Used() != 0 {
		t.Fatalf("%+v, used %d", failure, budget.Used())
	}
}
