"""A night in the invented town, told by a report."""

from datetime import UTC, datetime, timedelta

from auxilio.archive.core.map_svg import MapData, MapMark, MapPath
from auxilio.archive.report import (
    CaseReportLine,
    DictatedStep,
    ListedDocument,
    Milestone,
    ReportAddendum,
    ReportAnswer,
    ReportData,
    ReportFact,
    TaskTimes,
    UnitTimes,
)
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode

RING = datetime(2026, 3, 14, 2, 12, 21, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return RING + timedelta(seconds=seconds)


def point(east_m: float, north_m: float) -> Point:
    return Point(lat=42.508 + north_m / 111_195, lon=1.527 + east_m / 82_000)


def street(kind: str, *corners: tuple[float, float]) -> MapPath:
    return MapPath(kind=kind, points=tuple(point(*c) for c in corners))


def town() -> MapData:
    grid = [street("street", (-700, y), (700, y + 30)) for y in (-320, -160, 120, 260, 400)]
    grid += [street("street", (x, -500), (x + 20, 500)) for x in (-480, -300, -140, 160, 330, 520)]
    blocks = [
        street("building", (x, y), (x + 90, y), (x + 90, y + 70), (x, y + 70))
        for x in (-440, -260, -100, 200, 370)
        for y in (-280, -110, 160, 300)
    ]
    return MapData(
        place=point(40, 60),
        place_label="Calle del Molino 14",
        caller=point(110, 20),
        caller_uncertainty_m=120,
        paths=(
            *grid,
            *blocks,
            street("park", (180, -150), (320, -150), (320, -20), (180, -20)),
            street("river", (-700, -420), (-350, -400), (-60, -440), (250, -390), (700, -430)),
            street("main", (-700, -30), (-200, -20), (40, 40), (400, 60), (700, 50)),
            street("route", (-480, -320), (-474, -25), (-200, -20), (40, 40), (40, 60)),
        ),
        marks=(
            MapMark(kind="unit", point=point(-480, -320), label="B-12"),
            MapMark(kind="former", point=point(160, 190), label="Calle Molina 14"),
        ),
    )


def report(language: str = "es") -> ReportData:
    story = [
        (0, "Línea", "Suena la llamada en la línea 112-3", None),
        (4, "P-07", "Atiende Laia Font, puesto P-07", 0),
        (12, "Teléfono", "Posición AML: 120 m de margen, hace 3 s", 8),
        (23, "P-07", "Dirección leída al alertante y aceptada: calle del Molino 14, 3.º 2.ª", 19),
        (31, "P-07", "¿Está despierto? «No contesta».", 27),
        (41, "P-07", "¿Respira con normalidad? «Sí, pero hace un ruido raro…». Prioridad P0", 37),
        (44, "P-07", "Envía ayuda: ofrecido a Sanidad y a Policía", 40),
        (48, "SAN-1", "Acepta el centro de Sanidad", 44),
        (52, "POL-1", "Acepta el centro de Policía", 48),
        (57, "SAN-1", "Alerta a B-12: 6 min 40 s por calles", 53),
        (68, "B-12", "La dotación de B-12 da el enterado", 64),
        (70, "P-07", "Primera frase de la tarjeta: «Ponlo boca arriba en el suelo»", 66),
        (102, "P-07", "Primera compresión, por la hija", 98),
        (207, "POL-2", "Policía en el lugar con desfibrilador", 203),
        (464, "B-12", "B-12 en el lugar", 460),
        (484, "P-07", "Cambia la dirección: de 3.º 2.ª a 4.º 2.ª", 480),
        (495, "B-12", "B-12 da el enterado del cambio", 491),
        (554, "B-12", "Recupera el pulso", 550),
        (1_410, "B-12", "Inicia traslado al Hospital General, avisado", None),
        (2_426, "B-12", "Entrega en el Hospital General", None),
        (2_997, "P-07", "Cierra el caso: parada recuperada", None),
    ]
    return ReportData(
        language=language,
        centre="Centro de Atención de Emergencias 112",
        number="4821/2026",
        mode=Mode.EXERCISE,
        type="SAN-01 Parada cardiorrespiratoria",
        priority="P0",
        place="Calle del Molino 14, 4.º 2.ª",
        municipality="Villa del Río",
        first_ring_at=at(0),
        closed_at=at(2_997),
        sealed_at=at(2_998),
        summary=(
            "Una hija llama porque su padre no responde y hace un ruido raro al respirar. El puesto P-07 atiende a los "
            "4 s y envía ayuda 40 s después. La hija da la primera compresión 1 min 38 s después de ser atendida, "
            "guiada por teléfono.",
            "B-12 llega 7 min 44 s después del primer timbre. La planta se corrige con B-12 ya en el lugar. El paciente "
            "recupera el pulso a las 03:21:35 y entra en el hospital a las 03:52:47.",
        ),
        milestones=(
            Milestone(label="answered", at=at(4)),
            Milestone(label="help_sent", at=at(44)),
            Milestone(label="acknowledged", at=at(68)),
            Milestone(label="first_instruction", at=at(70)),
            Milestone(label="on_scene", at=at(207)),
        ),
        who=(
            ReportFact(label="name", value="Marta, hija del paciente"),
            ReportFact(label="phone", value="+34 600 000 014"),
            ReportFact(label="language", value="español"),
            ReportFact(label="at_place", value="sí"),
        ),
        where=(
            ReportFact(label="place", value="Calle del Molino 14", before=("Calle Molina 14",)),
            ReportFact(label="detail", value="4.º 2.ª", before=("3.º 2.ª",)),
            ReportFact(label="degree", value="confirmada"),
            ReportFact(label="position", value="AML, ±120 m"),
        ),
        what=(
            ReportFact(label="type", value="Parada cardiorrespiratoria", before=("Inconsciente",)),
            ReportFact(label="determinant", value="SAN-01-P0"),
            ReportFact(label="words", value="«Hace un ruido raro al respirar»"),
            ReportFact(label="hazard", value="ninguno dicho"),
        ),
        map=town(),
        story=tuple(
            CaseReportLine(at=at(s), who=who, words=words, recording_s=rec, strong=s in (44, 102, 464))
            for s, who, words, rec in story
        ),
        answers=(
            ReportAnswer(at=at(31), question="¿Está despierto? ¿Contesta?", answer="No", proved="P1"),
            ReportAnswer(
                at=at(41),
                question="¿Respira con normalidad?",
                answer="No: ruido raro, boqueadas",
                proved="P0",
            ),
            ReportAnswer(at=at(60), question="¿Hay un desfibrilador cerca?", answer="No sabe"),
        ),
        instructions=(
            DictatedStep(at=at(70), card="Reanimación", words="Ponlo boca arriba en el suelo.", done=True),
            DictatedStep(
                at=at(81), card="Reanimación", words="Pon las manos en el centro del pecho.", done=True
            ),
            DictatedStep(
                at=at(90), card="Reanimación", words="Aprieta fuerte y rápido. Cuenta conmigo.", done=True
            ),
            DictatedStep(at=at(190), card="Reanimación", words="Abre la puerta a la policía.", done=None),
        ),
        tasks=(
            TaskTimes(
                centre="SAN-1 · Sanidad",
                times={"offered": at(44), "accepted": at(48), "ended": at(2_430)},
                outcome="Parada recuperada, entregado en Hospital General",
                units=(
                    UnitTimes(
                        name="B-12",
                        times={
                            "alerted": at(57),
                            "acknowledged": at(68),
                            "en_route": at(95),
                            "on_scene": at(464),
                            "transporting": at(1_410),
                            "at_destination": at(2_426),
                            "released": at(2_900),
                        },
                    ),
                ),
            ),
            TaskTimes(
                centre="POL-1 · Policía",
                times={"offered": at(44), "accepted": at(52), "ended": at(1_500)},
                units=(
                    UnitTimes(
                        name="POL-2", times={"alerted": at(58), "en_route": at(66), "on_scene": at(207)}
                    ),
                ),
            ),
        ),
        outcome=(
            ReportFact(label="result", value="Recupera el pulso; ingresa en la UCI"),
            ReportFact(label="destination", value="Hospital General, avisado 03:35, enterado 03:36"),
            ReportFact(label="disposition", value="Atendido y trasladado"),
            ReportFact(label="closed_by", value="Laia Font, P-07"),
        ),
        addenda=(
            ReportAddendum(
                number=1,
                at=at(90_000),
                by="Núria Vidal, responsable de registros",
                words="El hospital informa de que el paciente está despierto y fuera de peligro.",
                key="3f1c9a0b77d2e645",
            ),
        ),
        documents=(
            ListedDocument(
                name="documents/0001-llamada.opus", title="Grabación de la llamada", sha256="9f86d081" * 8
            ),
            ListedDocument(
                name="documents/0002-chat.json", title="Conversación escrita", sha256="60303ae2" * 8
            ),
        ),
        facts=137,
        facts_digest="893f09b9d7d6bee7ffa96f05dd346d82e263dde7732a971845b26ff5eba5f634",
        log_size=48_213,
        key="3f1c9a0b77d2e645",
    )
