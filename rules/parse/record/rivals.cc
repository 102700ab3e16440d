#include "rules/parse/record/rivals.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/join.h"

namespace trialmatch::rules {
namespace {

using Attribute = OneOfLeaf::Attribute;
using Same = bool (*)(const Lexicon&, const std::string&, const std::string&);

// What the expression asks of everybody: stages, or tumours, any of them; empty when it asks for none.
void Asked(const Expression& e, Attribute attribute, std::vector<std::string>* values) {
  using enum Expression::Kind;
  if (e.kind == kLeaf) {
    const auto* leaf = std::get_if<OneOfLeaf>(&*e.leaf);
    if (leaf != nullptr && leaf->attribute == attribute && leaf->except.empty()) values->insert(values->end(), leaf->values.begin(), leaf->values.end());
  }
  if (e.kind != kAll && e.kind != kAny) return;
  for (const Expression& child : e.children) {
    const size_t before = values->size();
    Asked(child, attribute, values);
    // One of several ways asks for nothing of the kind.
    if (e.kind == kAny && values->size() == before && child.kind != kOpaque) return values->clear();
  }
}

bool Apart(const Lexicon& lexicon, const Expression& a, const Expression& b, Attribute attribute, Same same) {
  std::vector<std::string> one, other;
  Asked(a, attribute, &one);
  Asked(b, attribute, &other);
  if (attribute == Attribute::kStage) {
    // "Stage IIIA (T2, N2)" and "stage IIIB (T4)": what goes with the groups tells nothing more.
    const auto category = [](const std::string& stage) { return stage[0] != 'I'; };
    for (std::vector<std::string>* stages : {&one, &other}) {
      if (!std::all_of(stages->begin(), stages->end(), category)) std::erase_if(*stages, category);
    }
  }
  if (one.empty() || other.empty()) return false;
  return std::none_of(one.begin(), one.end(), [&](const std::string& x) {
    return std::any_of(other.begin(), other.end(), [&](const std::string& y) { return same(lexicon, x, y); });
  });
}

// "III" covers "IIIB"; "II" and "III" are two. A category ("T4") may go with any stage.
bool MayBeOneStage(const Lexicon&, const std::string& x, const std::string& y) {
  if (x[0] != 'I' || y[0] != 'I') return true;
  const auto numeral = [](const std::string& stage) { return stage.substr(0, stage.find_first_not_of("IV")); };
  return numeral(x) == numeral(y) && (x.starts_with(y) || y.starts_with(x));
}

bool MayBeOneTumour(const Lexicon& lexicon, const std::string& x, const std::string& y) {
  // What a tumour may have beside.
  constexpr std::string_view kBeside[] = {"malignant_effusion", "metastatic_disease", "precancerous", "carcinoma_in_situ", "brain_tumor"};
  const auto beside = [&](const std::string& id) { return std::find(std::begin(kBeside), std::end(kBeside), id) != std::end(kBeside); };
  return beside(x) || beside(y) || lexicon.IsA(TermKind::kDisease, x, y) || lexicon.IsA(TermKind::kDisease, y, x);
}

const OneOfLeaf* TumourAlone(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(&*e.leaf) : nullptr;
  return leaf != nullptr && leaf->attribute == Attribute::kDisease && leaf->except.empty() ? leaf : nullptr;
}

// Nobody has a small-cell tumour of both.
bool MayBeOneExtent(const Lexicon&, const std::string& x, const std::string& y) {
  return !((x == "limited" && y == "extensive") || (x == "extensive" && y == "limited"));
}

// "2. NSCLC" over "2.1. Must have had platinum": what stands below is asked of those who have it.
void AskBelowOnlyOf(const Criterion& head, const Expression& who, TrialCriteria* criteria) {
  const std::string below = head.id + ".";
  for (Criterion& c : criteria->criteria) {
    if (c.id.starts_with(below) && c.cohorts.empty() && c.expression.kind != Expression::Kind::kAlways) c.expression = Expression::When(who, std::move(c.expression));
  }
}

std::vector<Criterion*> DemandsOfAll(TrialCriteria* criteria) {
  std::vector<Criterion*> out;
  for (Criterion& c : criteria->criteria) {
    const bool of_all = c.section == Section::kInclusion && c.mood == Mood::kRequires && c.cohorts.empty() && c.expression.kind != Expression::Kind::kWhen;
    if (of_all) out.push_back(&c);
  }
  return out;
}

}  // namespace

void JoinRivalExtents(const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<Criterion*> limited, extensive;
  for (Criterion* c : DemandsOfAll(criteria)) {
    std::vector<std::string> extents;
    Asked(c->expression, Attribute::kSetting, &extents);
    const auto asks = [&](const char* extent) { return std::find(extents.begin(), extents.end(), extent) != extents.end(); };
    if (asks("limited") && !asks("extensive")) limited.push_back(c);
    if (asks("extensive") && !asks("limited")) extensive.push_back(c);
  }
  if (limited.size() != 1 || extensive.size() != 1 || !Apart(lexicon, limited[0]->expression, extensive[0]->expression, Attribute::kSetting, MayBeOneExtent)) return;
  const auto who = [](const char* extent, base::Span span) {
    OneOfLeaf leaf;
    leaf.attribute = Attribute::kSetting;
    leaf.values = {extent};
    return Expression::OfLeaf(std::move(leaf), span, "stage.setting");
  };
  AskBelowOnlyOf(*limited[0], who("limited", limited[0]->expression.span), criteria);
  AskBelowOnlyOf(*extensive[0], who("extensive", extensive[0]->expression.span), criteria);
  const Expression either = Expression::Any(limited[0]->expression, extensive[0]->expression);
  for (Criterion* c : {limited[0], extensive[0]}) c->expression = either;
}

void JoinRivalTumours(const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<Criterion*> demands = DemandsOfAll(criteria), rivals;
  std::erase_if(demands, [](const Criterion* c) { return c->topic != Topic::kDisease; });
  for (Criterion* one : demands) {
    const bool rival = std::any_of(demands.begin(), demands.end(), [&](const Criterion* other) { return AskForOtherTumours(lexicon, one->expression, other->expression); });
    if (rival) rivals.push_back(one);
  }
  OneOfLeaf any;
  any.attribute = Attribute::kDisease;
  bool alone = true;
  for (const Criterion* c : rivals) {
    alone = alone && TumourAlone(c->expression) != nullptr;
    Asked(c->expression, Attribute::kDisease, &any.values);
  }
  for (Criterion* c : rivals) {
    const base::Span span = c->expression.span;
    OneOfLeaf own;
    own.attribute = Attribute::kDisease;
    Asked(c->expression, Attribute::kDisease, &own.values);
    if (!own.values.empty()) AskBelowOnlyOf(*c, Expression::OfLeaf(std::move(own), span, "disease"), criteria);
    if (alone) {
      c->expression = Expression::OfLeaf(any, span, c->expression.rule);
    } else {
      // One of the tumours is asked for; of what is said beside each, nothing for certain.
      Expression beside = Expression::Any(std::move(c->expression), Expression::Opaque(c->span));
      c->expression = Expression::All(Expression::OfLeaf(any, span, "disease"), std::move(beside));
      c->understood = Understood::kPartial;
    }
  }
}

namespace {

// "Sarcoma: Must ...": a tumour before a colon, with what it asks for behind it.
bool IsLineOfTumour(const Expression& e) {
  return e.kind == Expression::Kind::kAll && e.children.size() > 1 && TumourAlone(e.children[0]) != nullptr;
}

bool IsLinesOfTumours(const Criterion& c) {
  const Expression& e = c.expression;
  const Expression& first = e.kind == Expression::Kind::kAny && !e.children.empty() ? e.children[0] : e;
  const bool lines = e.kind == Expression::Kind::kAny ? std::all_of(e.children.begin(), e.children.end(), IsLineOfTumour) : IsLineOfTumour(e);
  if (!lines || first.children[0].span.begin > c.span.begin + 8) return false;
  const size_t colon = c.text.find(':'), stop = c.text.find_first_of(".;,");
  return colon != std::string::npos && colon < stop && colon < 80;
}

}  // namespace

void AskEachOfItsTumour(const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<Criterion*> lines = DemandsOfAll(criteria);
  std::erase_if(lines, [](const Criterion* c) { return !IsLinesOfTumours(*c); });
  OneOfLeaf any;
  any.attribute = Attribute::kDisease;
  bool rivals = false;
  for (const Criterion* c : lines) {
    rivals = rivals || std::any_of(lines.begin(), lines.end(), [&](const Criterion* other) { return AskForOtherTumours(lexicon, c->expression, other->expression); });
    const auto name = [&](const Expression& line) {
      const std::vector<std::string>& own = TumourAlone(line.children[0])->values;
      any.values.insert(any.values.end(), own.begin(), own.end());
    };
    if (c->expression.kind == Expression::Kind::kAny) std::for_each(c->expression.children.begin(), c->expression.children.end(), name);
    else name(c->expression);
  }
  if (!rivals) return;
  for (Criterion* c : lines) {
    const base::Span span = c->expression.span;
    std::vector<Expression> each;
    const auto add = [&](Expression& line) {
      Expression who = std::move(line.children[0]);
      line.children.erase(line.children.begin());
      each.push_back(Expression::When(std::move(who), line.children.size() == 1 ? std::move(line.children[0]) : std::move(line)));
    };
    if (c->expression.kind == Expression::Kind::kAny) {
      for (Expression& line : c->expression.children) add(line);
    } else {
      add(c->expression);
    }
    // Lines that were read otherwise may name other tumours.
    each.insert(each.begin(), Expression::Any(Expression::OfLeaf(any, span, "disease"), Expression::Opaque(span)));
    c->expression = Expression::All(std::move(each));
    c->understood = Understood::kPartial;
  }
}

void JoinRivalStages(const Lexicon& lexicon, TrialCriteria* criteria) {
  constexpr size_t kMostWays = 6;
  std::vector<Criterion*> demands = DemandsOfAll(criteria), rivals;
  std::erase_if(demands, [](const Criterion* c) { return c->topic != Topic::kDisease && c->topic != Topic::kStageSetting; });
  for (Criterion* one : demands) {
    const bool rival = std::any_of(demands.begin(), demands.end(), [&](const Criterion* other) { return Apart(lexicon, one->expression, other->expression, Attribute::kStage, MayBeOneStage); });
    if (rival) rivals.push_back(one);
  }
  if (rivals.empty() || rivals.size() > kMostWays) return;
  std::vector<Expression> ways;
  for (const Criterion* c : rivals) ways.push_back(c->expression);
  const Expression any = Expression::Any(std::move(ways));
  for (Criterion* c : rivals) c->expression = any;
}

bool AskForOtherTumours(const Lexicon& lexicon, const Expression& a, const Expression& b) {
  return Apart(lexicon, a, b, Attribute::kDisease, MayBeOneTumour);
}

namespace {

// The mutations of the gene of which one is asked for, wherever "and" joins the demand.
void AskedMutations(const Expression& e, std::string* gene, std::vector<std::string>* details) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(&*e.leaf) : nullptr;
  if (leaf != nullptr && leaf->genes.size() == 1 && !leaf->tested && !leaf->resistance && details->empty()) {
    *gene = leaf->genes.front();
    *details = leaf->details;
  }
  if (e.kind != Expression::Kind::kAll) return;
  for (const Expression& child : e.children) AskedMutations(child, gene, details);
}

// "Exon 20 insertion", then "G719X, S768I": a tumour has one of them. One of resistance comes beside another.
bool AskForOtherMutations(const Lexicon& lexicon, const Expression& a, const Expression& b) {
  std::string gene, other_gene;
  std::vector<std::string> one, other;
  AskedMutations(a, &gene, &one);
  AskedMutations(b, &other_gene, &other);
  const auto first = [&](const std::string& detail) {
    const Entry* row = lexicon.Find(TermKind::kMutation, gene + ":" + detail);
    return row != nullptr && row->Get("alteration") == "mutation" && row->Get("class") != "resistance";
  };
  return gene == other_gene && !one.empty() && !other.empty() && std::all_of(one.begin(), one.end(), first) && std::all_of(other.begin(), other.end(), first) &&
         std::none_of(one.begin(), one.end(), [&](const std::string& each) { return std::find(other.begin(), other.end(), each) != other.end(); });
}

}  // namespace

bool AreRivals(const Lexicon& lexicon, const Combined& a, const Combined& b) {
  if (a.mood != Mood::kRequires || b.mood != Mood::kRequires) return false;
  const bool of_extent = OfTumour(a.topic) && OfTumour(b.topic) && a.topic != Topic::kBiomarker && b.topic != Topic::kBiomarker;
  if (of_extent && Apart(lexicon, a.expression, b.expression, Attribute::kStage, MayBeOneStage)) return true;
  return AskForOtherTumours(lexicon, a.expression, b.expression) || AskForOtherMutations(lexicon, a.expression, b.expression);
}

}  // namespace trialmatch::rules
