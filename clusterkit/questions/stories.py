"""Stories that the paper itself tells, each as a `Configuration` with a name."""

from .configuration import Configuration

PRESETS = {
    "Atlanta Agreement (Sialkot footballs)": Configuration(episodes=("atlanta-agreement",)),
    "Sialkot stitchers' strikes, and what followed": Configuration(
        episodes=("sialkot-stitchers-strikes",)
    ),
    "Surgical instruments and quality standards (Sialkot)": Configuration(
        episodes=("surgical-quality-standards",)
    ),
    "Shoes from Brazil (Sinos Valley)": Configuration(episodes=("shoes-from-brazil",)),
    "Wage rates set together (Wenling)": Configuration(episodes=("wenling-wage-rates",)),
    "Tax exemptions for investors (Xiqiao)": Configuration(episodes=("xiqiao-incentives",)),
    "Exporters' association (Tirupur)": Configuration(episodes=("tirupur-exporters-association",)),
    "Regional outsourcing rules and labour standards (Torreon)": Configuration(
        settings=("torreon-blue-jeans",), domain=("standards", "regulation")
    ),
    "Tariffs and devaluation (Guadalajara)": Configuration(episodes=("guadalajara-recovery",)),
    "Appreciation of the peso (Chipilo)": Configuration(
        settings=("chipilo-furniture",), domain=("monetary",)
    ),
    "Devaluation (Sialkot footballs)": Configuration(episodes=("sialkot-devaluation",), wider=True),
    "Organic norms (Chiapas coffee)": Configuration(episodes=("chiapas-organic-norms",)),
    "Labour law and its enforcement (China)": Configuration(
        episodes=("china-labour-law",), wider=True
    ),
    "The end of labour inspections (Punjab)": Configuration(
        episodes=("punjab-inspections",), wider=True
    ),
    "The productivity whip (Germany)": Configuration(episodes=("productivity-whip",), wider=True),
    "Inspection joined with advice (general claims)": Configuration(
        episodes=("inspection-with-advice",), wider=True
    ),
}
