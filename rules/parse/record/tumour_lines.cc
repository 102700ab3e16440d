#include "rules/parse/record/tumour_lines.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

using Attribute = OneOfLeaf::Attribute;

// An inclusion with the tumours that it begins with.
struct Line {
  Criterion* criterion;
  std::vector<std::string> tumours;
};

// Of the words from `from` on.
const Expression* FirstLeaf(const Expression& e, uint32_t from) {
  if (e.kind == Expression::Kind::kLeaf) return e.span.begin >= from ? &e : nullptr;
  const Expression* first = nullptr;
  for (const Expression& child : e.children) {
    const Expression* leaf = FirstLeaf(child, from);
    const bool before = leaf != nullptr && (first == nullptr || leaf->span.begin < first->span.begin || (leaf->span.begin == first->span.begin && leaf->span.end < first->span.end));
    if (before) first = leaf;
  }
  return first;
}

// The tumours of which the expression asks everybody for one; empty when it asks for none.
std::vector<std::string> TumoursAskedFor(const Expression& e) {
  std::vector<std::string> tumours;
  if (e.kind == Expression::Kind::kLeaf) {
    const auto* leaf = std::get_if<OneOfLeaf>(&*e.leaf);
    if (leaf != nullptr && leaf->attribute == Attribute::kDisease && leaf->except.empty())
      tumours = leaf->values;
  }
  const bool any = e.kind == Expression::Kind::kAny;
  if (!any && e.kind != Expression::Kind::kAll) return tumours;
  for (const Expression& child : e.children) {
    const std::vector<std::string> own = TumoursAskedFor(child);
    // One of several ways asks for nothing of the kind.
    if (any && own.empty() && child.kind != Expression::Kind::kOpaque) return {};
    tumours.insert(tumours.end(), own.begin(), own.end());
  }
  return tumours;
}

// "NSCLC after ...", "HER2-positive breast cancer", "metastatic melanoma": it speaks of the tumour
// before it speaks of anything else.
bool BeginsWithTumour(const Criterion& c) {
  constexpr uint32_t kNear = 90;  // bytes
  const Expression* first = FirstLeaf(c.expression, c.span.begin);  // what the heading asks stands before
  if (first == nullptr || first->span.begin > c.span.begin + kNear) return false;
  if (std::holds_alternative<MarkerLeaf>(*first->leaf)) return true;
  const auto* fact = std::get_if<FactLeaf>(&*first->leaf);
  if (fact != nullptr) return fact->fact == "cancer_progressing";  // "progressive prostate cancer"
  const auto* leaf = std::get_if<OneOfLeaf>(&*first->leaf);
  return leaf != nullptr &&
         (leaf->attribute == Attribute::kDisease || leaf->attribute == Attribute::kSetting ||
          leaf->attribute == Attribute::kStage);
}

bool IsTumourAlone(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(&*e.leaf) : nullptr;
  return leaf != nullptr && leaf->attribute == Attribute::kDisease;
}

// What a tumour may have beside.
bool StandsBeside(const std::string& tumour) {
  constexpr std::string_view kBeside[] = {
      "malignant_effusion", "metastatic_disease", "precancerous", "carcinoma_in_situ",
      "brain_tumor",        "brain_metastasis",   "cns_tumor"};
  return std::find(std::begin(kBeside), std::end(kBeside), tumour) != std::end(kBeside);
}

// A laboratory value, or that the tumour can be measured, comes first.
bool BeginsWithMeasurement(const Criterion& c) {
  constexpr std::string_view kOfPersons[] = {"age", "ecog", "karnofsky", "lansky", "weight", "bmi"};
  const Expression* first = FirstLeaf(c.expression, 0);
  if (first == nullptr) return false;
  if (const auto* fact = std::get_if<FactLeaf>(&*first->leaf))
    return fact->fact == "measurable" || fact->fact == "evaluable";
  const auto* value = std::get_if<CompareLeaf>(&*first->leaf);
  return value != nullptr && std::find(std::begin(kOfPersons), std::end(kOfPersons),
                                       value->quantity) == std::end(kOfPersons);
}

// "Adenocarcinoma" and "squamous cell carcinoma" are histologies, of whatever organ; read as those
// of the lung they tell of no other disease than the one that is studied.
bool IsBareHistology(const Criterion& c, const std::string& tumour) {
  constexpr std::string_view kOfLung[] = {"lung_adenocarcinoma", "squamous_nsclc",
                                          "nonsquamous_nsclc",   "large_cell_lung",
                                          "adenosquamous_lung",  "neuroendocrine_tumor"};
  if (std::find(std::begin(kOfLung), std::end(kOfLung), tumour) == std::end(kOfLung)) return false;
  return !base::ContainsIgnoreCase(c.text, "lung") && !base::ContainsIgnoreCase(c.text, "nsclc");
}

std::vector<Line> LinesOf(TrialCriteria* criteria, const std::vector<int>& cohorts) {
  std::vector<Line> lines;
  for (Criterion& c : criteria->criteria) {
    if (c.section != Section::kInclusion || c.mood != Mood::kRequires || c.cohorts != cohorts ||
        c.expression.kind == Expression::Kind::kWhen || !BeginsWithTumour(c))
      continue;
    Line line{&c, TumoursAskedFor(c.expression)};
    std::erase_if(line.tumours, [&](const std::string& each) {
      return StandsBeside(each) || IsBareHistology(c, each);
    });
    // "Liver tumor burden < 50 %" names no disease of a list.
    if (IsTumourAlone(c.expression) && c.text.find_first_of("<>%") != std::string::npos) continue;
    const bool broad = std::any_of(
        line.tumours.begin(), line.tumours.end(),
        [](const std::string& each) { return each == "solid_tumor" || each == "cancer"; });
    if (!line.tumours.empty() && !broad) lines.push_back(std::move(line));
  }
  return lines;
}

Expression OneOf(const std::vector<std::string>& tumours, base::Span span) {
  OneOfLeaf leaf;
  leaf.attribute = Attribute::kDisease;
  leaf.values = tumours;
  return Expression::OfLeaf(std::move(leaf), span, "disease.title");
}

// "Thyroid cancer: must have had ...": asked of who has a tumour.
bool IsOfTumour(const Expression& e) {
  if (e.kind == Expression::Kind::kAll) return !e.children.empty() && IsOfTumour(e.children.front());
  return e.kind == Expression::Kind::kWhen && IsTumourAlone(e.children.front());
}

// What was not read between the first and the last line, or is for a part of the study, may name
// more tumours. `behind`: the end of all criteria.
bool MayNameMore(const std::vector<Line>& lines, const Criterion* behind) {
  const Criterion *first = lines.front().criterion, *last = lines.back().criterion;
  if (behind != last + 1 && (last + 1)->cohorts == first->cohorts && IsOfTumour((last + 1)->expression)) return true;
  return std::any_of(first, last, [&](const Criterion& c) {
    const bool tumours = !TumoursAskedFor(c.expression).empty();
    return c.cohorts == first->cohorts ? c.understood != Understood::kFull && !tumours : tumours;
  });
}

bool Covers(const Lexicon& lexicon, const std::vector<std::string>& list, const std::string& one) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& each) {
    return each == one || lexicon.IsA(TermKind::kDisease, one, each) ||
           lexicon.IsA(TermKind::kDisease, each, one);
  });
}

bool NamesMore(const Lexicon& lexicon, const Line& line, const Line& than) {
  return std::any_of(line.tumours.begin(), line.tumours.end(),
                     [&](const std::string& each) { return !Covers(lexicon, than.tumours, each); });
}

// Each names a tumour that the other does not: two items of one list.
bool AreOfOneList(const Lexicon& lexicon, const Line& a, const Line& b) {
  return NamesMore(lexicon, a, b) && NamesMore(lexicon, b, a);
}

bool HasRival(const Lexicon& lexicon, const Line& line, const std::vector<Line>& others) {
  return std::any_of(others.begin(), others.end(),
                     [&](const Line& other) { return AreOfOneList(lexicon, line, other); });
}

// Another line is for one of its tumours.
bool SharesTumour(const Lexicon& lexicon, const Line& line, const std::vector<Line>& others) {
  return std::any_of(others.begin(), others.end(), [&](const Line& other) {
    return other.criterion != line.criterion &&
           std::any_of(line.tumours.begin(), line.tumours.end(), [&](const std::string& each) {
             return Covers(lexicon, other.tumours, each);
           });
  });
}

// "NSCLC" over a list of its own, or "NSCLC:" and behind it on lines of their own "Must have had a
// platinum": what is asked of those who have it.
void AskBehindTitle(const Line& title, const Expression& who, const std::vector<Line>& lines,
                    TrialCriteria* criteria) {
  constexpr size_t kLongestTitle = 80;
  const Criterion& head = *title.criterion;
  // "Diffuse large B cell lymphoma" among such titles, its colon left out.
  const auto titles = std::count_if(lines.begin(), lines.end(), [](const Line& line) {
    return line.criterion->text.ends_with(':');
  });
  if (!IsTumourAlone(head.expression)) return;
  const std::string below = head.id + ".";
  const bool open =
      head.text.ends_with(':') || (titles >= 3 && head.text.size() <= kLongestTitle);
  const Criterion* end = criteria->criteria.data() + criteria->criteria.size();
  for (Criterion* c = title.criterion + 1; c != end && c->cohorts == head.cohorts; ++c) {
    const size_t word = c->text.find_first_not_of("-*• ");
    const bool must = word != std::string::npos && c->text.compare(word, 5, "Must ") == 0;
    if (!c->id.starts_with(below) && !(open && must)) return;
    const bool asks =
        c->section == Section::kInclusion && c->expression.kind != Expression::Kind::kAlways;
    if (asks) c->expression = Expression::When(who, std::move(c->expression));
  }
}

void AskEach(const Lexicon& lexicon, const std::vector<Line>& lines, TrialCriteria* criteria) {
  std::vector<std::string> all;
  for (const Line& line : lines) all.insert(all.end(), line.tumours.begin(), line.tumours.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const bool more = MayNameMore(lines, criteria->criteria.data() + criteria->criteria.size());
  for (const Line& line : lines) {
    Criterion& c = *line.criterion;
    const bool shared = SharesTumour(lexicon, line, lines);
    const base::Span span = c.expression.span;
    const Expression who = OneOf(line.tumours, span);
    AskBehindTitle(line, who, lines, criteria);
    Expression listed = OneOf(all, span);
    if (more) listed = Expression::Any(std::move(listed), Expression::Opaque(c.span));
    if (IsTumourAlone(c.expression)) {
      c.expression = std::move(listed);
    } else {
      Expression own = std::move(c.expression);
      if (shared) own = Expression::Any(std::move(own), Expression::Opaque(c.span));
      c.expression = Expression::All(std::move(listed), Expression::When(who, std::move(own)));
    }
    if (more || shared) c.understood = Understood::kPartial;
  }
}

// The line is for some of the tumours of the list, and not for the others.
bool IsForSomeOf(const Lexicon& lexicon, const Line& line, const Line& list) {
  const bool inside =
      std::all_of(line.tumours.begin(), line.tumours.end(),
                  [&](const std::string& one) { return Covers(lexicon, list.tumours, one); });
  return inside &&
         std::count_if(list.tumours.begin(), list.tumours.end(), [&](const std::string& one) {
           return !Covers(lexicon, line.tumours, one) && !Covers(lexicon, {one}, line.tumours[0]);
         }) >= 2;
}

void AskSomeOfList(const Lexicon& lexicon, const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    Criterion& c = *line.criterion;
    const bool some =
        !IsTumourAlone(c.expression) && !HasRival(lexicon, line, lines) &&
        std::any_of(lines.begin(), lines.end(), [&](const Line& list) {
          // Right before a list whose ways are of its other tumours, it is one more of them.
          const bool in_list = list.criterion == line.criterion + 1 &&
                               list.criterion->expression.kind == Expression::Kind::kAny;
          return (list.criterion < line.criterion || in_list) && IsForSomeOf(lexicon, line, list);
        });
    if (some)
      c.expression =
          Expression::When(OneOf(line.tumours, c.expression.span), std::move(c.expression));
  }
}

bool IsOtherTumour(const Expression& e) {
  const auto* leaf =
      e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(&*e.leaf) : nullptr;
  return leaf != nullptr && leaf->conditions == std::vector<std::string>{"other_malignancy"};
}

void AskOthers(Expression& e) {
  for (Expression& child : e.children) AskOthers(child);
  if (e.kind != Expression::Kind::kAny) return;
  std::vector<std::string> named;
  for (const Expression& way : e.children) {
    const std::vector<std::string> own = TumoursAskedFor(way);
    named.insert(named.end(), own.begin(), own.end());
  }
  if (named.size() < 2) return;
  const auto ask = [&](Expression& way) {
    if (way.kind != Expression::Kind::kWhen || !IsOtherTumour(way.children[0])) return;
    OneOfLeaf others;
    others.attribute = Attribute::kDisease;
    others.values = {"solid_tumor"};
    others.except = named;
    const base::Span span = way.children[0].span;
    Expression who = Expression::OfLeaf(std::move(others), span, "disease.others");
    Expression asked = std::move(way.children[1]);
    const bool more =
        asked.kind != Expression::Kind::kOpaque;  // else the words are those of the tumours
    way = more ? Expression::All(std::move(who), std::move(asked)) : std::move(who);
  };
  for (Expression& way : e.children) {
    ask(way);
    if (way.kind != Expression::Kind::kAll) continue;
    for (Expression& part : way.children) ask(part);
  }
}

}  // namespace

void AskOthersOfList(TrialCriteria* criteria) {
  for (Criterion& c : criteria->criteria) {
    if (c.section == Section::kInclusion && c.mood == Mood::kRequires) AskOthers(c.expression);
  }
}

void AskLinesOfTheirTumours(const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<std::vector<int>> scopes;
  for (const Criterion& c : criteria->criteria) {
    if (std::find(scopes.begin(), scopes.end(), c.cohorts) == scopes.end())
      scopes.push_back(c.cohorts);
  }
  for (const std::vector<int>& cohorts : scopes) {
    const std::vector<Line> lines = LinesOf(criteria, cohorts);
    std::vector<Line> rivals;
    for (const Line& line : lines) {
      if (HasRival(lexicon, line, lines)) rivals.push_back(line);
    }
    AskSomeOfList(lexicon, lines);
    if (rivals.size() > 1) AskEach(lexicon, rivals, criteria);
  }
}

void SpareTumoursOfMeasurements(const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<std::vector<std::string>> told;  // by the inclusions that tell of tumours
  for (const Criterion& c : criteria->criteria) {
    if (c.section != Section::kInclusion || !c.cohorts.empty() || BeginsWithMeasurement(c))
      continue;
    if (std::vector<std::string> tumours = TumoursAskedFor(c.expression); !tumours.empty())
      told.push_back(std::move(tumours));
  }
  // Who has one of the tumours that are told has this one too.
  const auto goes_without_saying = [&](const Expression& e) {
    const std::vector<std::string> named = TumoursAskedFor(e);
    const auto covered = [&](const std::string& each) {
      return std::any_of(named.begin(), named.end(), [&](const std::string& one) {
        return each == one || lexicon.IsA(TermKind::kDisease, each, one);
      });
    };
    return std::any_of(told.begin(), told.end(), [&](const std::vector<std::string>& tumours) {
      return std::all_of(tumours.begin(), tumours.end(), covered);
    });
  };
  for (Criterion& c : criteria->criteria) {
    Expression& e = c.expression;
    if (told.empty() || c.section != Section::kInclusion || e.kind != Expression::Kind::kAll ||
        !BeginsWithMeasurement(c))
      continue;
    const size_t named = std::erase_if(e.children, [&](const Expression& child) {
      return IsTumourAlone(child) && !goes_without_saying(child);
    });
    if (named > 0) c.understood = Understood::kPartial;
    if (e.children.size() == 1) e = Expression(std::move(e.children[0]));
  }
}

}  // namespace trialmatch::rules
