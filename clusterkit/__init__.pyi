"""The public names of clusterkit: the one list, which Tab, `dir(ck)` and type checkers read."""

from . import qca as qca
from .evidence.citations import (
    Citation as Citation,
)
from .evidence.formulas import (
    safe_for_spreadsheets as safe_for_spreadsheets,
)
from .evidence.paths import (
    show_path as show_path,
)
from .evidence.problems import (
    EvidenceError as EvidenceError,
)
from .evidence.problems import (
    Problem as Problem,
)
from .evidence.tables import (
    Counts as Counts,
)
from .evidence.tables import (
    Evidence as Evidence,
)
from .loading import (
    RawEvidence as RawEvidence,
)
from .loading import (
    check_file as check_file,
)
from .loading import (
    load as load,
)
from .loading import (
    read_evidence as read_evidence,
)
from .own.marks import (
    annotate as annotate,
)
from .own.template import (
    write_template as write_template,
)
from .own.workbook import (
    read_workbook as read_workbook,
)
from .plots.display import (
    picture as picture,
)
from .plots.display import (
    readable as readable,
)
from .plots.episode import (
    plot_episode as plot_episode,
)
from .plots.figure1 import (
    plot_figure1 as plot_figure1,
)
from .plots.growth import (
    plot_conditions as plot_conditions,
)
from .plots.growth import (
    plot_growth_and_conditions as plot_growth_and_conditions,
)
from .plots.growth import (
    plot_growth_rates as plot_growth_rates,
)
from .plots.growth import (
    plot_implied as plot_implied,
)
from .plots.growth import (
    plot_levels as plot_levels,
)
from .plots.ledger import (
    plot_findings as plot_findings,
)
from .plots.ledger import (
    show_findings as show_findings,
)
from .plots.matrices import (
    plot_acts as plot_acts,
)
from .plots.matrices import (
    plot_effects as plot_effects,
)
from .plots.matrices import (
    plot_gap_map as plot_gap_map,
)
from .plots.matrices import (
    plot_harvest as plot_harvest,
)
from .plots.places_map import (
    plot_map as plot_map,
)
from .plots.qca import (
    plot_configurations as plot_configurations,
)
from .plots.qca import (
    plot_ranges as plot_ranges,
)
from .plots.qca import (
    plot_xy as plot_xy,
)
from .publish.figures import (
    write_figures as write_figures,
)
from .questions.case_rules import (
    case_cells as case_cells,
)
from .questions.case_rules import (
    case_table as case_table,
)
from .questions.case_rules import (
    complete_cases as complete_cases,
)
from .questions.case_rules import (
    counted_by_unit as counted_by_unit,
)
from .questions.case_words import (
    plain_words as plain_words,
)
from .questions.cluster_pairs import (
    contrasts as contrasts,
)
from .questions.cluster_pairs import (
    nearest as nearest,
)
from .questions.cluster_pairs import (
    observed_configurations as observed_configurations,
)
from .questions.clusters import (
    cluster_configurations as cluster_configurations,
)
from .questions.clusters import (
    cluster_marks as cluster_marks,
)
from .questions.clusters import (
    outcome_groups as outcome_groups,
)
from .questions.configuration import (
    Configuration as Configuration,
)
from .questions.crosstables import (
    acts_and_condition as acts_and_condition,
)
from .questions.crosstables import (
    acts_by_actor as acts_by_actor,
)
from .questions.crosstables import (
    effects_by_instrument as effects_by_instrument,
)
from .questions.directions import (
    direction as direction,
)
from .questions.directions import (
    grid_counts as grid_counts,
)
from .questions.directions import (
    growth_and_conditions as growth_and_conditions,
)
from .questions.effects import (
    effect_directions as effect_directions,
)
from .questions.effects import (
    harvest as harvest,
)
from .questions.effects import (
    harvest_counts as harvest_counts,
)
from .questions.elements import (
    framework_elements as framework_elements,
)
from .questions.framework import (
    STANDINGS as STANDINGS,
)
from .questions.framework import (
    arrow_evidence as arrow_evidence,
)
from .questions.framework import (
    arrow_table as arrow_table,
)
from .questions.framework import (
    figure1_ambiguities as figure1_ambiguities,
)
from .questions.framework import (
    figure1_arrows as figure1_arrows,
)
from .questions.framework import (
    figure1_parts as figure1_parts,
)
from .questions.framework import (
    standing as standing,
)
from .questions.framework import (
    standing_sentences as standing_sentences,
)
from .questions.framework import (
    why_no_arrow as why_no_arrow,
)
from .questions.gaps import (
    element_map as element_map,
)
from .questions.gaps import (
    gap_map as gap_map,
)
from .questions.growth import (
    Implied as Implied,
)
from .questions.growth import (
    Interval as Interval,
)
from .questions.growth import (
    annual_growth as annual_growth,
)
from .questions.growth import (
    change_factor as change_factor,
)
from .questions.growth import (
    employment_growth as employment_growth,
)
from .questions.growth import (
    implied_levels as implied_levels,
)
from .questions.growth import (
    levels as levels,
)
from .questions.ledger import (
    findings as findings,
)
from .questions.ledger_changes import (
    finding_changes as finding_changes,
)
from .questions.ledger_changes import (
    findings_by_reading as findings_by_reading,
)
from .questions.mediation import (
    Match as Match,
)
from .questions.mediation import (
    compare_matches as compare_matches,
)
from .questions.mediation import (
    matching_evidence as matching_evidence,
)
from .questions.places import (
    compare_settings as compare_settings,
)
from .questions.places import (
    trace as trace,
)
from .questions.second_readings import (
    with_reading as with_reading,
)
from .questions.select import (
    coverage as coverage,
)
from .questions.select import (
    evidence_table as evidence_table,
)
from .questions.select import (
    select_rows as select_rows,
)
from .questions.strands import (
    by_place as by_place,
)
from .questions.strands import (
    flow as flow,
)
from .questions.together import (
    improved_in_both as improved_in_both,
)
from .questions.together import (
    mediation_chains as mediation_chains,
)
from .questions.together import (
    outcomes_together as outcomes_together,
)
from .questions.together import (
    reported_together as reported_together,
)
from .questions.units import (
    how_places_agree as how_places_agree,
)
from .questions.units import (
    places_that_meet as places_that_meet,
)
from .questions.units import (
    where_met as where_met,
)
from .questions.words import (
    in_words as in_words,
)
from .teaching.agreement import (
    agreement_table as agreement_table,
)
from .teaching.agreement import (
    cohens_kappa as cohens_kappa,
)
from .teaching.agreement import (
    confusion as confusion,
)
from .teaching.agreement import (
    disagreements as disagreements,
)
from .teaching.agreement import (
    krippendorffs_alpha as krippendorffs_alpha,
)
from .teaching.agreement import (
    percent_agreement as percent_agreement,
)
from .teaching.claims import (
    claims_table as claims_table,
)
from .teaching.claims import (
    codebook_page as codebook_page,
)
from .teaching.claims import (
    codes_in_words as codes_in_words,
)
from .teaching.claims import (
    read_passages as read_passages,
)
from .teaching.claims import (
    reference_coding as reference_coding,
)
from .teaching.claims import (
    reference_reasons as reference_reasons,
)
from .teaching.class_form import (
    explore_class as explore_class,
)
from .teaching.class_report import (
    agreement_of_rounds as agreement_of_rounds,
)
from .teaching.class_report import (
    report_page as report_page,
)
from .teaching.class_slides import (
    slides_page as slides_page,
)
from .teaching.coding_files import (
    read_class as read_class,
)
from .teaching.coding_files import (
    read_codings as read_codings,
)
from .teaching.coding_form import (
    explore_coding as explore_coding,
)
from .teaching.codings import (
    changed_codes as changed_codes,
)
from .teaching.codings import (
    class_board as class_board,
)
from .teaching.codings import (
    class_harvest as class_harvest,
)
from .teaching.codings import (
    latest as latest,
)
from .teaching.codings import (
    made_up_class as made_up_class,
)
from .teaching.codings import (
    most_disputed as most_disputed,
)
from .teaching.exercise_form import (
    exercise as exercise,
)
from .teaching.exercises import (
    check_answer as check_answer,
)
from .teaching.exercises import (
    write_teacher_notebooks as write_teacher_notebooks,
)
from .teaching.plots import (
    plot_class_board as plot_class_board,
)
from .teaching.plots import (
    plot_class_harvest as plot_class_harvest,
)
from .teaching.predictions import (
    predict as predict,
)
from .teaching.terms import (
    glossary as glossary,
)
from .version import __version__ as __version__
from .widgets.cases import (
    explore_cases as explore_cases,
)
from .widgets.explorers import (
    explore_acts as explore_acts,
)
from .widgets.explorers import (
    explore_conditions as explore_conditions,
)
from .widgets.explorers import (
    explore_growth as explore_growth,
)
from .widgets.explorers import (
    explore_places as explore_places,
)
from .widgets.explorers import (
    explore_policies as explore_policies,
)
from .widgets.explorers import (
    explore_story as explore_story,
)
from .widgets.figure1 import (
    explore_figure1 as explore_figure1,
)
from .widgets.findings_chart import (
    explore_findings as explore_findings,
)
from .widgets.implied import (
    explore_implied as explore_implied,
)
from .widgets.matrix import (
    explore_matrix as explore_matrix,
)
from .widgets.mediation import (
    explore_mediation as explore_mediation,
)
from .widgets.own_workbook import (
    explore_workbook as explore_workbook,
)
from .widgets.qca import (
    explore_cells as explore_cells,
)
from .widgets.qca import (
    explore_qca as explore_qca,
)
