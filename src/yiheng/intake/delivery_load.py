"""The whole path of one delivery: read, recognise, ask what is new, convert, judge, and publish once.

Everything before publishing happens in a working folder; the city changes with one rename at the end. Killed anywhere
and begun again, the same files give the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from yiheng.engine.city import City
from yiheng.engine.delivery import Delivered, DeliveryRefused
from yiheng.engine.publish import publish
from yiheng.engine.snapshot import Snapshot, current_snapshot
from yiheng.intake.conversion.convert import Source, convert
from yiheng.intake.conversion.repeated_files import Settled, settle_repeated
from yiheng.intake.conversion.session import conversion_session
from yiheng.intake.correction.closing import closed_by_rows, with_closed
from yiheng.intake.origins import origins_of
from yiheng.intake.quality.catalogue import checks_of, regional_contract
from yiheng.intake.quality.judge import judge
from yiheng.intake.quality.judged import Counts, Judged, SheetCounts
from yiheng.intake.reading.read import read_files
from yiheng.intake.receipt import (
    delivery_number,
    first_received,
    institutions,
    keep_originals,
    loaded_files,
    working_folder,
)
from yiheng.intake.recognition.dictionary import Dictionary, dictionary
from yiheng.intake.recognition.hints import is_month
from yiheng.intake.recognition.layout import Layout, Recognised
from yiheng.intake.recognition.preview import Preview, previews, with_saved
from yiheng.intake.recognition.recognise import Asked, Recognition, recognise
from yiheng.intake.recognition.saved_mapping import UNNAMED, read_mappings, save_mappings
from yiheng.intake.recognition.senders import by_code, stated_of
from yiheng.intake.register.comparison import found_totals, register_problems
from yiheng.intake.register.handover import FIRST, Stated, handover_form
from yiheng.intake.register.record import (
    INTAKE_PROBLEM,
    DeliveryRecord,
    FileMonths,
    FileSender,
    keep_judgement,
    published,
    register_rows,
    write_record,
)
from yiheng.intake.register.row_months import dated, month_problems, row_months
from yiheng.intake.sheet import Sheet, SourceFile
from yiheng.intake.staged import Staged
from yiheng.policy.content import Content
from yiheng.standards.problem import Problem, refuse
from yiheng.standards.table import Contract

SEVERAL = "多个单位"
"""The sender of a delivery that brings files of several."""

UNREAD = "未读出"
"""The medium of a file of which nothing could be read."""

_HEADS_SHOWN = 12

Accept = Callable[[Sequence[Preview]], bool]
"""Shown the layouts that nobody has accepted yet; whether to go on."""


@dataclass(frozen=True)
class Watch:
    """Told how far it is: ``read`` the bytes done, in all, and the file; ``doing`` a step and what it is at."""

    read: Callable[[int, int, str], None] = lambda _done, _whole, _file: None
    doing: Callable[[str, str], None] = lambda _step, _what: None


@dataclass(frozen=True)
class Terms:
    """Under which a delivery is taken: the contract, the content and codes of the region, and the moment."""

    contract: Contract
    content: Content
    codes: Mapping[str, Collection[str]]
    now: datetime
    asked: Asked = field(default_factory=Asked)
    note: str = ""
    again: bool = False


@dataclass(frozen=True)
class Loaded:
    """What came of a delivery. ``snapshot`` is None where nothing was published: no file held anything new.

    ``counts``: by table, without the rows in ``repeated``, which a later file of the delivery sent again;
    ``unchanged``: files loaded before; ``problems``: files and sheets not taken, and what does not agree.
    """

    number: str
    snapshot: Snapshot | None
    counts: Mapping[str, Counts]
    repeated: Mapping[str, int]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]
    judged: Judged | None = None


def load_delivery(
    city: City, paths: Sequence[Path], terms: Terms, accept: Accept, watch: Watch = Watch()
) -> Loaded:
    """Take a delivery into a city. Refuses ``intake_not_accepted`` where new layouts are not accepted, and what
    publishing refuses; then nothing has changed but the originals that are kept."""
    before = current_snapshot(city)
    with working_folder(city) as work:
        reading = read_files(paths, work / "grids", progress=watch.read)
        loaded = {} if terms.again else loaded_files(city, before)
        old = {one.number: loaded[one.sha256] for one in reading.files if one.sha256 in loaded}
        fresh = replace(
            reading,
            files=tuple(
                replace(one, medium=one.medium or UNREAD) for one in reading.files if one.number not in old
            ),
            sheets=tuple(one for one in reading.sheets if one.file.number not in old),
        )
        unchanged = tuple(one.name for one in reading.files if one.number in old)
        number = delivery_number(fresh.files)
        if not fresh.sheets:
            return Loaded(number, None, {}, {}, unchanged, reading.problems)
        watch.doing("识别", "")
        region = city.settings.region
        known = dictionary(terms.content, terms.contract, region)
        form = handover_form(terms.content, region)
        recognition = recognise(fresh.sheets, known, form, terms.asked)
        names = institutions(city, before)
        recognition = replace(
            recognition,
            sheets=tuple(by_code(recognition.sheets, names)),
            summaries=tuple(by_code(recognition.summaries, names)),
        )
        sheets, refused = settled_sheets(city, recognition, known, accept)
        if not sheets:
            problems = (*reading.problems, *recognition.problems, *refused)
            return Loaded(number, None, {}, {}, unchanged, problems)
        delivery = Delivery(
            city, before, number, fresh.files, fresh.sheets, recognition, tuple(sheets), known
        )
        done = take(delivery, terms, work, watch)
        problems = (*reading.problems, *recognition.problems, *refused, *done.problems)
        return replace(done, unchanged=unchanged, problems=problems)


@dataclass(frozen=True)
class Delivery:
    """What is to be converted, judged and published. ``record``: of a correction, which says itself what it mends;
    ``closed``: rows of ``intake_problem`` that it publishes besides its own."""

    city: City
    before: Snapshot
    number: str
    files: tuple[SourceFile, ...]
    grids: tuple[Sheet, ...]
    recognition: Recognition
    sheets: tuple[Recognised, ...]
    known: Dictionary
    record: DeliveryRecord | None = None
    closed: pa.Table | None = None


def settled_sheets(
    city: City, recognition: Recognition, known: Dictionary, accept: Accept
) -> tuple[list[Recognised], list[Problem]]:
    """Sheets whose layout is accepted, and a problem for each that lacks required columns."""
    saved = read_mappings(city.content, [one.sender for one in recognition.sheets])
    settled, asked = with_saved(recognition.sheets, saved, known)
    sheets, refused = [], []
    for one in (*settled, *asked):
        if one.layout.missing:
            refused.append(_lacking(one, known))
        elif one.rivals:
            refused.append(
                Problem(
                    "intake_table_ambiguous",
                    file=one.sheet.file.name,
                    key=one.sheet.name,
                    found=known.target(one.layout.target).title,
                    expected="、".join(f"{known.target(name).title}（{name}）" for name in one.rivals),
                )
            )
        else:
            sheets.append(one)
    new = [one for one in asked if not one.layout.missing and not one.rivals]
    if new:
        if not accept(previews(new, saved, known)):
            raise refuse("intake_not_accepted", found=str(len({(one.sender, one.layout) for one in new})))
        layouts: dict[str, list[Layout]] = {}
        for one in new:
            if one.layout not in layouts.setdefault(one.sender, []):
                layouts[one.sender].append(one.layout)
        save_mappings(city.content, layouts)
    return sorted(sheets, key=lambda one: one.sheet.file.number), refused


def _lacking(one: Recognised, known: Dictionary) -> Problem:
    """A sheet is refused with the names of the columns that it lacks."""
    target = known.target(one.layout.target)
    titles = "、".join(target.columns[name].title for name in one.layout.missing[:_HEADS_SHOWN])
    more = f"等 {len(one.layout.missing)} 列" if len(one.layout.missing) > _HEADS_SHOWN else ""
    unknown = [column.head for column in one.layout.columns if column.state == "unmapped"]
    return Problem(
        "intake_columns_unknown" if unknown else "intake_columns_missing",
        file=one.sheet.file.name,
        line=one.head_line,
        key=one.sheet.name,
        found=target.title,
        expected=titles + more,
        field="、".join(unknown[:_HEADS_SHOWN]),
    )


def take(delivery: Delivery, terms: Terms, work: Path, watch: Watch) -> Loaded:
    """Convert, judge and publish what was recognised."""
    city, known = delivery.city, delivery.known
    received = first_received(city, delivery.number, terms.now)
    watch.doing("保存原件", "")
    keep_originals(city, delivery.number, delivery.files)
    stated = _stated(delivery)
    senders = _senders(delivery, stated)
    record = delivery.record or _record(delivery, terms, received, senders, stated)
    write_record(city, record)
    recognised = delivery.recognition
    source = Source(
        delivery.files, delivery.sheets, recognised.nodes, city, delivery.before, recognised.summaries
    )
    converted = convert(source, known, work / "rows", lambda title: watch.doing("转换", title))
    whole = replace(converted.staged, origins=origins_of(delivery.sheets, known))
    settled = _without_repeated(delivery, whole, terms, work)
    judged = _judged(delivery, settled.staged, terms, received, work, watch)
    unstated = _unstated(delivery, settled.staged, judged, terms)
    if unstated:
        record, senders = dated(record, senders, unstated)
    keep_judgement(city, record, judged, settled.staged.files, settled.staged.origins)
    sheet_rows = [(one.file.name, one.name, one.rows) for one in delivery.grids]
    sent = replace(judged, sheets=_with_repeated(judged, settled))
    found_whole = found_totals(whole, terms.contract)
    differing = register_problems(stated, whole, sent, found_whole, sheet_rows, senders)
    found = found_totals(settled.staged, terms.contract) if settled.repeated else found_whole
    registered = register_rows(record, settled.staged, judged, terms.contract, found, senders)
    mended = closed_by_rows(city, delivery.before, terms.contract, judged.tables, delivery.number)
    registered[INTAKE_PROBLEM] = with_closed(registered[INTAKE_PROBLEM], delivery.closed, mended)
    snapshot = _published(delivery, judged, registered, terms, received, watch)
    published(city, record, snapshot.number)
    return Loaded(
        delivery.number,
        snapshot,
        judged.counts,
        {name: settled.of_table(name) for name in judged.counts},
        (),
        (*converted.problems, *differing, *month_problems(unstated)),
        judged,
    )


def _unstated(delivery: Delivery, staged: Staged, judged: Judged, terms: Terms) -> dict[int, FileMonths]:
    """Files that state no month, with those of their rows; a correction has the month of what it mends."""
    if delivery.record is not None:
        return {}
    return row_months(delivery.sheets, staged, judged.set_aside, terms.contract)


def _judged(
    delivery: Delivery, staged: Staged, terms: Terms, received: datetime, work: Path, watch: Watch
) -> Judged:
    return judge(
        staged,
        into=work / "judged",
        contract=terms.contract,
        codes=terms.codes,
        content=terms.content,
        region=delivery.city.settings.region,
        as_of=received.date(),
        city=delivery.city,
        snapshot=delivery.before,
        progress=lambda name: watch.doing("检查", name),
    )


def _published(
    delivery: Delivery,
    judged: Judged,
    registered: Mapping[str, pa.Table],
    terms: Terms,
    received: datetime,
    watch: Watch,
) -> Snapshot:
    """Publish rows and register at once. What breaks the contract was set aside: a refusal here is a fault of ours."""
    tables: dict[str, Delivered] = {**judged.accepted, **registered}
    checks = checks_of(terms.content, delivery.city.settings.region, received.date())
    try:
        return publish(
            delivery.city,
            {name: tables[name] for name in sorted(tables)},
            regional_contract(terms.contract, checks),
            note=terms.note or f"归集 {delivery.number}",
            as_of=received,
            codes=terms.codes,
            progress=watch.doing,
        )
    except DeliveryRefused as refusal:
        problem = Problem("intake_not_published", found=refusal.problem.found)
        raise DeliveryRefused(problem, refusal.problems) from None


def _with_repeated(judged: Judged, settled: Settled) -> tuple[SheetCounts, ...]:
    """Rows of each sheet as its sender counts them: with those that a later file sent again."""
    return tuple(
        replace(one, read=one.read + settled.repeated.get((one.file, one.sheet, one.table), 0))
        for one in judged.sheets
    )


def _without_repeated(delivery: Delivery, staged: Staged, terms: Terms, work: Path) -> Settled:
    """Later files win; a file that its sender calls a re-submission comes after all first ones."""
    again = {one.sheet.file.number for one in delivery.sheets if one.nature not in ("", "first")}
    numbers = sorted(one.number for one in delivery.files)
    if len(numbers) == 1:
        return Settled(staged, {})
    order = {number: place + (len(numbers) if number in again else 0) for place, number in enumerate(numbers)}
    with conversion_session(work) as database:
        return settle_repeated(database, staged, terms.contract, order, work / "rows")


def _stated(delivery: Delivery) -> tuple[Stated, ...]:
    """What hand-over sheets state, each file by the name it has in this delivery; files that did not come, as stated."""
    handed = dict(delivery.recognition.handed)
    found = []
    for one in delivery.files:
        said = stated_of(one, handed)
        if said is not None:
            found.append(replace(said, file=one.name))
    came = {(one.sender_no, one.period, one.file.rsplit("/", 1)[-1]) for one in found}
    missing = [said for said in handed.values() if (said.sender_no, said.period, said.file) not in came]
    return (*found, *missing)


def _senders(delivery: Delivery, stated: Sequence[Stated]) -> dict[int, FileSender]:
    """Whose each file is, for which month, and of which kind: by its hand-over sheet, else by its own title."""
    said = {one.file: one for one in stated}
    found: dict[int, FileSender] = {}
    for one in delivery.sheets:
        file = one.sheet.file
        told = said.get(file.name)
        month = one.hints.period if is_month(one.hints.period) else ""
        medium = told.medium if told else ""
        titled = one.hints.sender or one.sender or UNNAMED
        name = told.sender if told and told.sender else titled
        found[file.number] = FileSender(
            one.sender or UNNAMED, name, month, medium or file.medium, one.nature or FIRST
        )
    return found


def _record(
    delivery: Delivery,
    terms: Terms,
    received: datetime,
    senders: Mapping[int, FileSender],
    stated: Sequence[Stated],
) -> DeliveryRecord:
    """The record of a whole delivery: its sender and month where all files have the same."""
    who = {(one.sender_no, one.sender) for one in senders.values()}
    months = {one.month for one in senders.values()}
    number, name = next(iter(who)) if len(who) == 1 else (SEVERAL, f"{len(who)} 个单位")
    return DeliveryRecord(
        number=delivery.number,
        sender_no=number,
        sender=name,
        received=received,
        month=next(iter(months)) if len(months) == 1 else "",
        note=terms.note,
        stated=tuple(stated),
    )
