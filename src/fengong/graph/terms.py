"""Vocabulary terms. Our own are listed one by one: a term that the ontology does not define cannot be written by mistake."""

from __future__ import annotations

import pyoxigraph as ox

from fengong.iris import NS, PREFIXES


class Namespace:
    """Terms of one vocabulary as attributes; with ``names`` given, any other attribute is an error.

    >>> FG.leadBody.value
    'https://w3id.org/fengong/ns#leadBody'
    >>> FG.xyzzy
    Traceback (most recent call last):
    AttributeError: https://w3id.org/fengong/ns# has no term xyzzy
    """

    def __init__(self, base: str, names: str = "") -> None:
        self.iri = base
        self.names = frozenset(names.split())

    def __getattr__(self, name: str) -> ox.NamedNode:
        if name.startswith("__") or (self.names and name not in self.names):
            raise AttributeError(f"{self.iri} has no term {name}")
        term = ox.NamedNode(self.iri + name)
        self.__dict__[name] = term
        return term


FG = Namespace(
    NS,
    """
    TaskTable SourceText PolicyTask ResponsibilityClause Responsibility UnreadRow
    Body SingleBody BodyCollective UnlistedBody CollectiveMembership Place BodyChange FactEvidence SourceAnomaly Finding
    hasClause clauseOf assigns assignedBy hasResponsibility responsibilityFor
    hasLeadResponsibility hasParticipantResponsibility hasSupportResponsibility hasSharedResponsibility
    hasPlainResponsibility hasGuidingResponsibility
    body printedBody role jurisdiction sourceText quotedFrom openEndedQuotedFrom
    leadBody leads participatingBody participatesIn supportingBody supports sharingBody sharesIn
    responsibleBody isResponsibleFor guidingBody guides accountableBody isAccountableFor involvedBody isInvolvedIn involvedMember
    function kind nationalCounterpart superiorBody collective hasMembership member collectiveMember memberOfCollective partOfPlace
    evidenceFor evidencedProperty anomalyOf printedReadingBody adoptedReadingBody responsibilityProperty rule
    taskNumber clauseIndex position openEnded openEndedPhrase printedName taskText roleWording divisionCode
    printedReading proposedReading anomalyKind confidence locatable basis sourceLine rowLabel words remedy encoding characters
    reportedOn labelWording order publicOrganisation
    Measure LeadIn Deliverable Target PlanningPeriod TopicMention hasMeasure hasLeadIn hasDeliverable hasTarget
    mentionsPeriod hasTopicMention topic strength deliverableKind comparator unit qudtUnit measureIndex measureText
    verb object deadline deadlinePhrase leadInIndex leadInText deliverableIndex deliverableName deliverableWording
    targetIndex targetText comparatorPhrase perQuantity perUnit denominatorInherited appliesTo base periodIndex
    periodPhrase periodStart periodEnd topicWording connectiveCharacters unreadCharacters commonCode
    behindInvitation ProgressEvidence evidenceOn evidenceDate statement sourceAddress recordedBy evidenceLine
    TableComparison TaskChange ChangeDetail earlierTable laterTable hasChange earlierTask laterTask hasDetail
    changeKind changedBody earlierRole laterRole reading matchedBy similarity earlierWords laterWords facet earlierValue laterValue
    likelySameAs linkStatus
    """,
)
ADMS = Namespace(PREFIXES["adms"])
CV = Namespace(PREFIXES["cv"])
DCAT = Namespace(PREFIXES["dcat"])
DCTERMS = Namespace(PREFIXES["dcterms"])
OA = Namespace(PREFIXES["oa"])
FOAF = Namespace(PREFIXES["foaf"])
ORG = Namespace(PREFIXES["org"])
OWL = Namespace(PREFIXES["owl"])
PROV = Namespace(PREFIXES["prov"])
RDF = Namespace(PREFIXES["rdf"])
RDFS = Namespace(PREFIXES["rdfs"])
SH = Namespace(PREFIXES["sh"])
QB = Namespace(PREFIXES["qb"])
QUDT = Namespace(PREFIXES["qudt"])
SCHEMA = Namespace(PREFIXES["schema"])
SDMX_DIMENSION = Namespace(PREFIXES["sdmx-dimension"])
SKOS = Namespace(PREFIXES["skos"])
SPDX = Namespace(PREFIXES["spdx"])
SSSOM = Namespace(PREFIXES["sssom"])
VOID = Namespace(PREFIXES["void"])
XSD = Namespace(PREFIXES["xsd"])


def zh(words: str) -> ox.Literal:
    """A Chinese text."""
    return ox.Literal(words, language="zh")


def en(words: str) -> ox.Literal:
    """An English text."""
    return ox.Literal(words, language="en")


def integer(value: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(value), datatype=XSD.integer)


def offset(value: int) -> ox.Literal:
    """An xsd:nonNegativeInteger, as the Web Annotation selectors want it."""
    return ox.Literal(str(value), datatype=XSD.nonNegativeInteger)


def decimal(value: object) -> ox.Literal:
    """An xsd:decimal, always with a decimal point."""
    text = str(value)
    return ox.Literal(text if "." in text else text + ".0", datatype=XSD.decimal)


def double(value: object) -> ox.Literal:
    """An xsd:double, in its decimal form."""
    text = f"{value:f}"
    return ox.Literal(text if "." in text else text + ".0", datatype=XSD.double)


def date(value: object) -> ox.Literal:
    """An xsd:date from a `datetime.date` or its ISO form."""
    return ox.Literal(str(value), datatype=XSD.date)


def boolean(value: bool) -> ox.Literal:  # noqa: FBT001 - a value, not a switch
    """An xsd:boolean."""
    return ox.Literal("true" if value else "false", datatype=XSD.boolean)


def node(iri: str) -> ox.NamedNode:
    """An IRI as a term."""
    return ox.NamedNode(iri)
