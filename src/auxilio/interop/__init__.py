"""What arrives and leaves by standards: interviews and protocols as FHIR, kinds of incident by APCO's codes.

An observer: it reads facts, messages and content, and nothing below depends on it. Each standard has its module, named as
the standard is; what a standard has no place for is carried by an extension with a stated meaning (`fhir.names`), or said.
"""
