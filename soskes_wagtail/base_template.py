"""Reading a base template: which blocks would a page that extends it really fill?"""

from django.template.base import NodeList, VariableNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode


def fillable_blocks(name: str) -> set[str] | None:
    """Names of the blocks that come out when a template is extended.

    A block counts only where it is not itself inside a block that a template further down
    replaced. None where that cannot be known: the template extends a variable.

    Raises ``TemplateDoesNotExist`` and ``TemplateSyntaxError`` like ``get_template``, and
    ``TypeError`` for a template that is not of Django's own language.
    """
    chain = []
    while name:
        template = get_template(name)
        nodes = getattr(getattr(template, "template", None), "nodelist", None)
        if nodes is None:
            raise TypeError(f"{name} is not a template in Django's template language.")
        chain.append(nodes)
        extends = nodes.get_nodes_by_type(ExtendsNode)
        if not extends:
            break
        name = extends[0].parent_name.var
        if not isinstance(name, str):
            return None
    versions: dict[str, list[BlockNode]] = {}
    for nodes in chain:
        for block in nodes.get_nodes_by_type(BlockNode):
            versions.setdefault(block.name, []).append(block)
    found: set[str] = set()
    _collect(chain[-1], versions, found)
    return found


def _collect(nodes: NodeList, versions: dict[str, list[BlockNode]], found: set[str]) -> None:
    for node in nodes:
        if isinstance(node, BlockNode):
            found.add(node.name)
            for block in versions[node.name]:
                _collect(block.nodelist, versions, found)
                if not _calls_super(block):
                    break
        else:
            for attribute in node.child_nodelists:
                _collect(getattr(node, attribute, None) or NodeList(), versions, found)


def _calls_super(block: BlockNode) -> bool:
    variables = block.nodelist.get_nodes_by_type(VariableNode)
    return any(node.filter_expression.token.startswith("block.super") for node in variables)
