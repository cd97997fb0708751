"""Protocols and interviews as resources of HL7 FHIR R4: `Questionnaire` and `QuestionnaireResponse`. Pure.

Export only: FHIR has no priority, resources, cards or three-valued logic. Resources are plain
dictionaries, in the order in which the standard names their elements.
"""
