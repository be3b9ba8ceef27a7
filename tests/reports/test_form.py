"""What a form says about itself."""

from dataclasses import fields

from form_samples import form, score, stated_form

from yiheng.reports.form import Form, FormRow, MoneyRow


def test_bonus_rows_are_printed_last():
    sample = form()
    assert sample.all_rows[-1].level1 == "加分项"
    assert len(sample.all_rows) == len(sample.rows) + 1


def test_own_score_column_appears_only_when_the_source_printed_a_score():
    assert not form().shows_stated
    assert stated_form().shows_stated
    assert form(total_stated=score("94")).shows_stated
    assert form(money_rows=(MoneyRow(name="年度资金总额", stated=score("10")),)).shows_stated


def test_form_has_no_place_for_the_score_after_withholding():
    names = {field.name for kind in (Form, FormRow, MoneyRow) for field in fields(kind)}
    assert not {name for name in names if "verified" in name or "withheld" in name}
