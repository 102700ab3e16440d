#!/usr/bin/env python3
"""Reads studies in other words that say the same, and counts the criteria that are read differently.

usage: rewordings.py PROGRAM STUDIES [--show N] [NAME...]

PROGRAM is the trialmatch program, STUDIES a file of ClinicalTrials.gov records, a line each. What a reading quotes, and whether every word
of it was understood, is left out of the comparison; so are studies whose list falls into other items then.
"""
import argparse
import json
import re
import subprocess
import tempfile


def word(pattern, to):
    """A whole word or phrase; a capital stays."""
    def replace(match):
        text = match.expand(to)
        return text[0].upper() + text[1:] if match.group(0)[0].isupper() else text
    compiled = re.compile(rf'\b(?:{pattern})\b', re.IGNORECASE)
    return lambda text: compiled.sub(replace, text)


def plain(pattern, to):
    compiled = re.compile(pattern)
    return lambda text: compiled.sub(to, text)


REWORDINGS = {
    'patients -> participants': word('patients', 'participants'),
    'patients -> subjects': word('patients', 'subjects'),
    'patients -> individuals': word('patients', 'individuals'),
    'patients -> persons': word('patients', 'persons'),
    'participants -> patients': word('participants', 'patients'),
    'tumor -> tumour': word('tumor(s?)', r'tumour\1'),
    'enrollment -> enrolment': word('enrollment', 'enrolment'),
    'NSCLC -> non-small cell lung cancer': word('NSCLC', 'non-small cell lung cancer'),
    'rearrangement -> translocation': word('rearrangement(s?)', r'translocation\1'),
    'crizotinib -> Xalkori': word('crizotinib', 'Xalkori'),
    'must -> shall': word('must', 'shall'),
    'must have -> need to have': word('must have', 'need to have'),
    'must be -> has to be': word('must be', 'has to be'),
    'prior to -> before': word('prior to', 'before'),
    'prior -> previous': word('prior(?! to)', 'previous'),
    'unless -> except if': word('unless', 'except if'),
    'are allowed -> are permitted': word('(is|are) allowed', r'\1 permitted'),
    'are eligible -> may participate': word('(is|are) eligible', 'may participate'),
    'with the exception of -> other than': word('with the exception of', 'other than'),
    'e.g. -> such as': plain(r'\be\.g\.,? ?', 'such as '),
    'radiotherapy -> radiation therapy': word('radiotherapy', 'radiation therapy'),
    'brain -> cerebral metastases': word('brain metastas(e|i)s', r'cerebral metastas\1s'),
    'uncontrolled -> poorly controlled': word('uncontrolled', 'poorly controlled'),
    'history of -> past history of': word('history of', 'past history of'),
    '4 weeks -> four weeks': word('4 weeks', 'four weeks'),
    '>= -> greater than or equal to': plain(r'\s*(?:≥|\\?>=)\s*', ' greater than or equal to '),
    '<= -> less than or equal to': plain(r'\s*(?:≤|\\?<=)\s*', ' less than or equal to '),
    '2 x ULN -> 2 times ULN': plain(r'(\d) ?[x×] ?ULN', r'\1 times ULN'),
    'any hyphen': plain(r'(?<=\w)-(?=\w)', '\u2011'),
    'bullets * -> •': plain(r'(?m)^(\s*)\* ', r'\1• '),
}


def reading(criterion):
    """What the criterion asks for, without its places in the text and its quotations."""
    def strip(value):
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k not in ('begin', 'end', 'rule', 'said')}
        return [strip(v) for v in value] if isinstance(value, list) else value
    scope = [each['kind'] for each in criterion['scope']]
    return json.dumps([criterion['section'], scope, strip(criterion['expression'])], sort_keys=True)


def read(program, studies):
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl') as file:
        file.writelines(json.dumps(study) + '\n' for study in studies)
        file.flush()
        out = subprocess.run([program, '--quiet', 'audit', '--all', '--format', 'json', '--studies', file.name], stdout=subprocess.PIPE, text=True, check=True).stdout
    audits = [json.loads(line) for line in out.splitlines()]
    return {audit['nct_id']: [c for c in audit['criteria'] if c['source'] == 'eligibilityCriteria'] for audit in audits if 'criteria' in audit}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('studies')
    parser.add_argument('--show', type=int, default=0, help='how many of the criteria to print for each rewording')
    parser.add_argument('names', nargs='*', help='only these rewordings')
    options = parser.parse_args()
    unknown = set(options.names) - set(REWORDINGS)
    if unknown:
        parser.error('no such rewording: ' + ', '.join(sorted(unknown)))
    with open(options.studies, encoding='utf-8') as lines:
        studies = [json.loads(line) for line in lines if line.strip()]
    module = lambda study: study['protocolSection'].get('eligibilityModule', {})
    before = read(options.program, studies)
    print(f'{"rewording":38} {"criteria":>9} {"different":>10} {"share":>8} {"other lists":>12}')
    for name, rewrite in REWORDINGS.items():
        if options.names and name not in options.names:
            continue
        changed = []
        for study in studies:
            text = module(study).get('eligibilityCriteria', '')
            if rewrite(text) != text:
                copy = json.loads(json.dumps(study))
                module(copy)['eligibilityCriteria'] = rewrite(text)
                changed.append(copy)
        criteria = other_lists = 0
        different = []
        for nct_id, now in read(options.program, changed).items():
            then = before[nct_id]
            if len(then) != len(now):
                other_lists += 1
                continue
            for old, new in zip(then, now):
                if old['text'] == new['text']:
                    continue
                criteria += 1
                if reading(old) != reading(new):
                    different.append(f'  {nct_id} {new["id"]} {" ".join(new["text"].split())}\n    {reading(old)}\n    {reading(new)}')
        share = 100 * len(different) / max(1, criteria)
        print(f'{name:38} {criteria:9} {len(different):10} {share:7.2f}% {other_lists:12}')
        for line in different[:options.show]:
            print(line)


if __name__ == '__main__':
    main()
